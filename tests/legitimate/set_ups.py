"""Set-ups that are as they should be, as docs/legitimate-set-ups.md lists them, in LDIF."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, replace
from typing import Any
from uuid import NAMESPACE_DNS, uuid5

from readiness import Plan
from tests.conftest import NOW

BASE = Plan(now=NOW, verified_domains=("contoso.com",), sync_tool="connect-sync")
INITIAL = replace(BASE, initial_domain="contoso.onmicrosoft.com")
STAFF = "OU=Staff,DC=contoso,DC=com"
PERSON = ["top", "person", "organizationalPerson"]
ROUTING = "ana@contoso.mail.onmicrosoft.com"
OWN_GUID = uuid5(NAMESPACE_DNS, f"CN=Ana Silva,{STAFF}").bytes_le
REMOTE: dict[str, Any] = {
    "mailNickname": "ana",
    "proxyAddresses": ["SMTP:ana@contoso.com", f"smtp:{ROUTING}"],
    "targetAddress": f"SMTP:{ROUTING}",
    "userAccountControl": "514",
}
MAILBOX: dict[str, Any] = {
    "mailNickname": "ana",
    "homeMDB": "CN=DB1,CN=Databases,DC=contoso,DC=com",
    "msExchMailboxGuid": bytes(range(16)),
    "msExchRecipientTypeDetails": "1",
    "legacyExchangeDN": "/o=Contoso/ou=Exchange/cn=Recipients/cn=ana",
}


@dataclass(frozen=True)
class SetUp:
    """Sources that hold nothing but what is as it should be."""

    sources: tuple[str, ...]
    plan: Plan = BASE
    warnings: frozenset[str] = frozenset()
    """The checks that warn all the same, and are right."""


def entry(dn: str, classes: list[str], **values: Any) -> str:
    """An entry in LDIF."""
    guid = uuid5(NAMESPACE_DNS, dn).bytes_le
    lines = [_line("dn", dn), *(_line("objectClass", one) for one in classes)]
    for name, held in {"objectGUID": guid, **values}.items():
        several = held if isinstance(held, list) else [held]
        lines += [_line(name, one) for one in several if one is not None]
    return "\n".join(lines) + "\n\n"


def _line(name: str, value: str | bytes) -> str:
    octets = value if isinstance(value, bytes) else value.encode()
    plain = isinstance(value, str) and value.isascii() and value.isprintable()
    if plain and value == str(value).strip() and not str(value).startswith((":", "<")):
        return f"{name}: {value!s}"
    return f"{name}:: {b64encode(octets).decode()}"


def person(name: str = "Ana Silva", where: str = STAFF, **values: Any) -> str:
    """A user whom nothing is wrong with, but for what is given."""
    login = name.split(maxsplit=1)[0].lower()
    usual: dict[str, Any] = {
        "displayName": name,
        "userAccountControl": "512",
        "sAMAccountName": login,
        "userPrincipalName": f"{login}@contoso.com",
        "mail": f"{login}@contoso.com",
        "proxyAddresses": f"SMTP:{login}@contoso.com",
        "pwdLastSet": "134000000000000000",
        "accountExpires": "9223372036854775807",
    }
    return entry(f"CN={name},{where}", [*PERSON, "user"], **(usual | values))


def contact(name: str, address: str, where: str = "OU=Contacts,DC=contoso,DC=com") -> str:
    """A contact with the mail address of somebody elsewhere."""
    return entry(
        f"CN={name},{where}",
        [*PERSON, "contact"],
        displayName=name,
        mail=address,
        mailNickname=address.partition("@")[0],
        proxyAddresses=f"SMTP:{address}",
        targetAddress=f"SMTP:{address}",
    )


def group(name: str, where: str = "OU=Groups,DC=contoso,DC=com", **values: Any) -> str:
    """A security group."""
    given: dict[str, Any] = {"sAMAccountName": name, "groupType": "-2147483646"}
    return entry(f"CN={name},{where}", ["top", "group"], **(given | values))


def sid(domain: int, number: int) -> bytes:
    """The security identifier of an account of one of several domains."""
    parts = (21, 100 + domain, 200 + domain, 300 + domain, number)
    return bytes.fromhex("0105000000000005") + b"".join(one.to_bytes(4, "little") for one in parts)


ACCOUNTS, MAILBOXES = "OU=Staff,DC=acct,DC=example,DC=com", "OU=Boxes,DC=res,DC=example,DC=com"
ANA = sid(1, 1101)


def account(**values: Any) -> str:
    """An account whose mailbox another forest may have."""
    return person(where=ACCOUNTS, objectSid=ANA, **values)


def mailbox_of_ana(kind: int, **values: Any) -> str:
    """A disabled object of the resource forest, which belongs to that account."""
    given = REMOTE | {"objectSid": sid(2, 2101), "msExchMasterAccountSid": ANA}
    return person(where=MAILBOXES, msExchRecipientTypeDetails=str(kind), **(given | values))


SYSTEM = "CN=Microsoft Exchange System Objects,DC=contoso,DC=com"
SET_UPS = {
    "X500 addresses with brackets, plus signs, blanks and apostrophes; EUM; SIP": SetUp((
        person(proxyAddresses=[
            "SMTP:ana@contoso.com", "X500:/o=O'Neil (EMEA)/ou=First + Second/cn=Recipients/cn=ana",
            "EUM:1234;phone-context=contoso", "sip:ana@contoso.com",
        ]),
    )),
    "An apostrophe in name and addresses": SetUp((
        person(sAMAccountName="oneil", userPrincipalName="o'neil@contoso.com",
               mail="o'neil@contoso.com", proxyAddresses="SMTP:o'neil@contoso.com"),
    )),
    "Shared and room mailboxes in Exchange Online, whose accounts are disabled": SetUp((
        person(msExchRecipientTypeDetails=str(1 << 35), **REMOTE)
        + person("Room One", mailNickname="room", userAccountControl="514",
                 msExchRecipientTypeDetails=str(1 << 33),
                 proxyAddresses=["SMTP:room@contoso.com", "smtp:room@contoso.mail.onmicrosoft.com"],
                 targetAddress="SMTP:room@contoso.mail.onmicrosoft.com"),
    ), INITIAL),
    "New top-level domains, and domains in Punycode": SetUp((
        "".join(
            person(name, userPrincipalName=f"{name.lower()}@{domain}",
                   mail=f"{name.lower()}@{domain}",
                   proxyAddresses=f"SMTP:{name.lower()}@{domain}")
            for name, domain in (("Mia", "contoso.app"), ("Lee", "contoso.swiss"),
                                 ("Eva", "contoso.xn--p1ai"), ("Kai", "xn--mnchen-3ya.de"))
        ),
    ), replace(BASE, verified_domains=(
        "contoso.app", "contoso.swiss", "contoso.xn--p1ai", "xn--mnchen-3ya.de"))),
    "Names in other scripts": SetUp((
        "".join(
            person(f"User{number}", displayName=shown, givenName=shown, sn=shown)
            for number, shown in enumerate((
                "J\u00fcrgen", "Nguy\u1ec5n", "\u05d3\u05d5\u05d3", "\u7530\u4e2d", "Smith\u2011Lee"
            ))
        ),
    )),
    "Several lines in streetAddress and info": SetUp((
        person(streetAddress="1 Main Street\r\nFloor 2", info="First\r\nSecond"),
    )),
    "Security groups without mail or display name, with long account names": SetUp((
        group("Readers of the share of the department of sales and marketing")
        + group("Local Readers", groupType="-2147483644"),
    )),
    "A sign-in name in the tenant's initial domain": SetUp((
        person(userPrincipalName="ana@contoso.onmicrosoft.com", mail=None, proxyAddresses=None),
    ), INITIAL, frozenset({"mail-missing"})),
    "A mailbox on the premises with hybrid and X400 addresses": SetUp((
        person(**{**MAILBOX, "proxyAddresses": [
            "SMTP:ana@contoso.com", f"smtp:{ROUTING}", "X400:c=US;a= ;p=Contoso;s=Silva;"]}),
    ), INITIAL),
    "A contact of one's own domain whose mail goes outside": SetUp((
        entry("CN=Kim Lee,OU=Contacts,DC=contoso,DC=com", [*PERSON, "contact"],
              displayName="Kim Lee", mail="kim@contoso.com", mailNickname="kim",
              proxyAddresses="SMTP:kim@contoso.com", targetAddress="SMTP:kim@tailspin.com"),
    )),
    "A mS-DS-ConsistencyGuid that is the own objectGUID": SetUp((
        person(**{"mS-DS-ConsistencyGuid": OWN_GUID}),  # type: ignore[arg-type]  # no name of ours
    )),
    "Cloud Sync with msDS-ExternalDirectoryObjectId": SetUp((
        person(**{"msDS-ExternalDirectoryObjectId": "User_0b2c3d4e-1111-2222-3333-444455556666"}),
    ), replace(BASE, sync_tool="cloud-sync")),
    "An underscore and a plus sign in alias and address": SetUp((
        person(mailNickname="ana_silva+1",
               proxyAddresses=["SMTP:ana@contoso.com", "smtp:ana_silva+1@contoso.com"]),
    )),
    "mail as alternate login ID, with names in an internal domain": SetUp((
        person(userPrincipalName="ana@corp.local"),
    ), replace(BASE, sign_in_attribute="mail")),
    "Managed service accounts, computers, built-in, role and written-back groups": SetUp((
        entry("CN=gmsa,CN=Managed Service Accounts,DC=contoso,DC=com",
              ["top", "person", "organizationalPerson", "user", "computer",
               "msDS-GroupManagedServiceAccount"], sAMAccountName="gmsa$",
              userAccountControl="4096")
        + entry("CN=PC1,CN=Computers,DC=contoso,DC=com",
                ["top", "person", "organizationalPerson", "user", "computer"],
                sAMAccountName="PC1$", userAccountControl="4096")
        + group("Domain Admins", "CN=Users,DC=contoso,DC=com", isCriticalSystemObject="TRUE")
        + group("Organization Management", msExchRecipientTypeDetails="1073741824")
        + group("Group_f5pPxz", adminDescription="Group_f5pPxz", mail="g@contoso.com")
        + person("SystemMailbox", userAccountControl="514", msExchRecipientTypeDetails="8388608",
                 mailNickname="SystemMailbox{bb558c35}", mail=None, proxyAddresses=None),
    )),
    "An account whose linked mailbox is in another forest": SetUp((
        account(mail=None, proxyAddresses=None), mailbox_of_ana(2, targetAddress=None),
    )),
    "An account whose remote mailbox is in the resource forest": SetUp((
        account(proxyAddresses=None), mailbox_of_ana(1 << 31),
    )),
    "Contacts that stand for the users of another forest (GALSync)": SetUp((
        person(), contact("Ana Silva", "ana@contoso.com", "OU=GALSync,DC=fabrikam,DC=com"),
    ), BASE, frozenset({"contact-shares-mail"})),
    "One person in two forests, matched by mail": SetUp((
        person(), person(where="OU=Old,DC=fabrikam,DC=com", userAccountControl="514"),
    ), replace(BASE, match_users="mail")),
    "Tombstones in the export": SetUp((
        person() + entry(r"CN=Ana\0ADEL:0b2c3d4e-1111-2222-3333-444455556666,"
                         "CN=Deleted Objects,DC=contoso,DC=com", [*PERSON, "user"],
                         isDeleted="TRUE", sAMAccountName="old", mail="ana@contoso.com"),
    )),
    "A secondary address in an internal accepted domain": SetUp((
        person(proxyAddresses=["SMTP:ana@contoso.com", "smtp:ana@contoso.local"]),
    ), BASE, frozenset({"proxy-address-domain-not-routable"})),
    "Mailboxes of teams, public folders and rooms, which are disabled by design": SetUp((
        "".join(
            person(f"Box{number}", userAccountControl="514", mailNickname=f"box{number}",
                   msExchRecipientTypeDetails=str(1 << number))
            for number in (36, 37, 41, 42)
        ),
    )),
    "A group with the well-known member Authenticated Users": SetUp((
        group("Pre-Windows 2000 Compatible Access", member=(
            "CN=S-1-5-11,CN=ForeignSecurityPrincipals,DC=contoso,DC=com")),
    ), BASE, frozenset({"group-member-foreign"})),
    "A leaver whose account is disabled and without mail": SetUp((
        person(userAccountControl="514", mail=None, proxyAddresses=None),
    )),
}  # fmt: skip
"""By what docs/legitimate-set-ups.md calls them."""

MULTI_FOREST = {
    "Accounts and a resource forest": SetUp((
        account(mail=None, proxyAddresses=None)
        + person("Ben Okoro", ACCOUNTS, objectSid=sid(1, 1102)),
        mailbox_of_ana(2, targetAddress=None)
        + group("All Staff", MAILBOXES, mail="all@contoso.com", displayName="All Staff",
                proxyAddresses="SMTP:all@contoso.com"),
    )),
    "Two forests with contacts for each other, matched by mail": SetUp((
        person(objectSid=sid(1, 1)) + contact("Ben Okoro", "ben@fabrikam.com"),
        person("Ben Okoro", "OU=Staff,DC=fabrikam,DC=com", objectSid=sid(2, 1),
               userPrincipalName="ben@fabrikam.com", mail="ben@fabrikam.com",
               proxyAddresses="SMTP:ben@fabrikam.com")
        + contact("Ana Silva", "ana@contoso.com", "OU=GALSync,DC=fabrikam,DC=com"),
    ), replace(BASE, verified_domains=("contoso.com", "fabrikam.com"), match_users="mail")),
    "Forests that know nothing of each other": SetUp((
        person(objectSid=sid(1, 1)) + group("Readers"),
        person("Mei Lin", "OU=Staff,DC=tailspin,DC=com", objectSid=sid(2, 1))
        + group("Readers", "OU=Groups,DC=tailspin,DC=com"),
        person("Kim Lee", "OU=Staff,DC=fabrikam,DC=com", objectSid=sid(3, 1)),
    )),
}  # fmt: skip
"""Healthy set-ups of several forests."""
