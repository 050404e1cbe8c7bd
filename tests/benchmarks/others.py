"""Writes the groups, contacts, computers and containers of a block."""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from tests.benchmarks.layout import (
    BLOCK,
    COMPUTERS_PER_BLOCK,
    CONTACTS_PER_BLOCK,
    FIRST_RID,
    GROUPS_PER_BLOCK,
    RIDS_PER_BLOCK,
    site_of,
    unit_of,
)
from tests.benchmarks.pools import pools
from tests.benchmarks.style import Style
from tests.benchmarks.users import USER_CLASSES
from tests.benchmarks.words import (
    LEGACY,
    NEVER,
    NOW_IN_TICKS,
    PARTNER_DOMAINS,
    SCHEMA,
    TICKS_PER_DAY,
)

CONTAINER_KINDS = {
    "OU": ("organizationalUnit", "Organizational-Unit"),
    "CN": ("container", "Container"),
}
SECURITY, MAIL_SECURITY, DISTRIBUTION = -2_147_483_646, -2_147_483_640, 8
GROUP_KINDS = (DISTRIBUTION, SECURITY, SECURITY, MAIL_SECURITY, SECURITY)
GROUP_NAMES = ("All Staff", "VPN Users", "File Share", "Projects", "Licence E5", "Printers")


def created(dn: str, rng: Random) -> str:
    """What every object has, in the form that `Style.entry` takes."""
    return f"""
distinguishedName: {dn}
instanceType: 4
whenCreated: 20{rng.randrange(12, 20)}0{rng.randrange(1, 9)}12081500.0Z
whenChanged: 20260{rng.randrange(1, 9)}03142210.0Z
uSNCreated: {rng.randrange(8_000, 20_000)}
uSNChanged: {rng.randrange(20_000, 90_000_000)}
"""


class Group(NamedTuple):
    name: str
    dn: str
    kind: int
    address: str


def groups_of(block: int) -> Iterator[Group]:
    for slot in range(GROUPS_PER_BLOCK):
        what = GROUP_NAMES[slot % len(GROUP_NAMES)]
        name = f"{site_of(block)} {what} {slot:02d}"
        yield Group(
            name=name,
            dn=f"CN={name},{unit_of(block, 'Groups')}",
            kind=GROUP_KINDS[slot % len(GROUP_KINDS)],
            address=f"{name.replace(' ', '.').lower()}@contoso.com",
        )


def group_entry(style: Style, group: Group, *, rid: int, members: str, rng: Random) -> str:
    distribution = group.kind == DISTRIBUTION
    text = f"""
cn: {group.name}
description: Members of {group.name}
{created(group.dn, rng).strip()}
displayName: {group.name}
name: {group.name}
sAMAccountName: {group.name}
sAMAccountType: {268435457 if distribution else 268435456}
groupType: {group.kind}
objectCategory: CN=Group,{SCHEMA}
"""
    if group.kind != SECURITY:
        text += f"""
proxyAddresses: SMTP:{group.address}
mailNickname: {group.address.partition("@")[0]}
legacyExchangeDN: {LEGACY}/cn=Recipients/cn={rng.getrandbits(96):024x}
mail: {group.address}
msExchRecipientTypeDetails: {256 if distribution else 1024}
msExchRecipientDisplayType: {1 if distribution else 1073741833}
msExchVersion: 88218628259840
""".lstrip()
    return (
        style.entry(group.dn, ("top", "group"), text)
        + members
        + style.guid(rng.randbytes(16))
        + style.sid(rid)
    )


def contact_entry(style: Style, block: int, *, index: int, rng: Random) -> str:
    number = block * CONTACTS_PER_BLOCK + index
    given, plain_given = rng.choice(pools("ldapsearch").given)
    surname, plain_surname = rng.choice(pools("ldapsearch").surnames)
    alias = f"partner.{plain_given}.{plain_surname}{number}"
    address = f"{alias}@{rng.choice(PARTNER_DOMAINS)}"
    cn = f"{given} {surname} (partner {number})"
    dn = f"CN={cn},{unit_of(block, 'Contacts')}"
    text = f"""
cn: {cn}
sn: {surname}
givenName: {given}
{created(dn, rng).strip()}
displayName: {given} {surname} (partner)
proxyAddresses: SMTP:{address}
targetAddress: SMTP:{address}
mailNickname: {alias}
name: {cn}
legacyExchangeDN: {LEGACY}/cn=Recipients/cn={rng.getrandbits(96):024x}
objectCategory: CN=Person,{SCHEMA}
mail: {address}
msExchRecipientTypeDetails: 64
msExchRecipientDisplayType: 6
msExchVersion: 88218628259840
"""
    classes = ("top", "person", "organizationalPerson", "contact")
    return style.entry(dn, classes, text) + style.guid(rng.randbytes(16))


def computer_entry(style: Style, block: int, *, index: int, rng: Random) -> str:
    name = f"PC{block * COMPUTERS_PER_BLOCK + index:08d}"
    dn = f"CN={name},{unit_of(block, 'Computers')}"
    seen = NOW_IN_TICKS - rng.randrange(20 * TICKS_PER_DAY)
    text = f"""
cn: {name}
{created(dn, rng).strip()}
name: {name}
userAccountControl: 4096
lastLogon: {seen}
pwdLastSet: {seen}
primaryGroupID: 515
accountExpires: {NEVER}
sAMAccountName: {name}$
sAMAccountType: 805306369
operatingSystem: Windows 11 Enterprise
operatingSystemVersion: 10.0 (26100)
dNSHostName: {name.lower()}.corp.contoso.com
servicePrincipalName: HOST/{name}
servicePrincipalName: HOST/{name.lower()}.corp.contoso.com
objectCategory: CN=Computer,{SCHEMA}
lastLogonTimestamp: {seen}
msDS-SupportedEncryptionTypes: 28
"""
    rid = FIRST_RID + block * RIDS_PER_BLOCK + BLOCK + GROUPS_PER_BLOCK + index
    return (
        style.entry(dn, (*USER_CLASSES, "computer"), text)
        + style.guid(rng.randbytes(16))
        + style.sid(rid)
    )


def container_entry(style: Style, dn: str, *, rng: Random, more: str = "") -> str:
    """An organisational unit, or what stands beside them at the top of a domain."""
    naming, _, name = dn.partition(",")[0].partition("=")
    kind, category = CONTAINER_KINDS[naming]
    text = f"""
{naming.lower()}: {name}
{created(dn, rng).strip()}
name: {name}
objectCategory: CN={category},{SCHEMA}
{more}
"""
    return style.entry(dn, ("top", kind), text) + style.guid(rng.randbytes(16))
