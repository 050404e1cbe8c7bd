"""What IdFix said, one row a rule and attribute, and which of our checks says it today.

Read from its documentation and its rules (https://github.com/microsoft/idfix, archived): those for
many tenants, and those of the dedicated set that have a meaning for everybody.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Values = str | list[str]
DOMAIN = "contoso.com"
VERIFIED = (
    DOMAIN,
    "contoso.cloud",
    "contoso.swiss",
    "contoso.app",
    "contoso.travelersinsurance",
    "xn--mnchen-3ya.de",
)
"""What the tenant has verified, so that only what IdFix spoke of is in question."""


@dataclass(frozen=True)
class Row:
    """An object that IdFix had something to say about, or was wrong about."""

    name: str
    attribute: str
    word: str
    """What stood in its column ERROR; for objects that are sound, what it said wrongly."""
    values: dict[str, Values | None] = field(default_factory=dict)
    """The attributes that make the difference; None takes one away."""
    check: str | None = None
    """Which of our checks says it; None: nothing is wrong, and nothing may be said."""
    kind: str = "user"
    twin: dict[str, Values] | None = None
    """The attributes of a second object, where it takes two."""


def _upn(name: str, upn: str, word: str, check: str | None) -> Row:
    return Row(name, "userPrincipalName", word, {"userPrincipalName": upn}, check)


def _proxy(name: str, value: str, word: str, check: str | None) -> Row:
    primary = f"SMTP:{name}@{DOMAIN}"
    return Row(name, "proxyAddresses", word, {"proxyAddresses": [primary, value]}, check)


def _target(name: str, value: str, word: str, check: str | None) -> Row:
    return Row(name, "targetAddress", word, {"targetAddress": value}, check)


ROWS = (
    _upn("upn-character", f"a b@{DOMAIN}", "Character", "upn-invalid-character"),
    _upn("upn-umlaut", f"jörg@{DOMAIN}", "Character", "upn-invalid-character"),
    _upn("upn-domain", "ana@con_toso.com", "DomainPart", "upn-malformed"),
    _upn("upn-local", f"an..a@{DOMAIN}", "Format", "upn-stray-dot"),
    _upn("upn-no-at", "ana.contoso.com", "Format", "upn-malformed"),
    _upn("upn-length", f"{'a' * 110}@{DOMAIN}", "Length", "upn-too-long"),
    _upn("upn-local-length", f"{'a' * 65}@{DOMAIN}", "Length", "upn-too-long"),
    _upn("upn-top-level", "ana@contoso.local", "TopLevelDomain", "upn-suffix-not-routable"),
    Row(
        "upn-duplicate",
        "userPrincipalName",
        "Duplicate",
        {"userPrincipalName": f"same@{DOMAIN}"},
        "upn-duplicate",
        twin={"userPrincipalName": f"SAME@{DOMAIN}"},
    ),
    _proxy("proxy-character", f"smtp:a b@{DOMAIN}", "Character", "proxy-address-invalid-character"),
    _proxy("proxy-colon", f"smtp:smtp:c@{DOMAIN}", "Character", "proxy-address-extra-colon"),
    _proxy("proxy-domain", "smtp:d@con_toso.com", "DomainPart", "proxy-address-malformed"),
    _proxy("proxy-local", f"smtp:e@e@{DOMAIN}", "LocalPart", "proxy-address-malformed"),
    _proxy("proxy-format", f"smtp:.f@{DOMAIN}", "Format", "proxy-address-malformed"),
    _proxy("proxy-length", f"smtp:{'g' * 250}@{DOMAIN}", "Length", "proxy-address-too-long"),
    _proxy(
        "proxy-top-level",
        "smtp:h@contoso.lan",
        "TopLevelDomain",
        "proxy-address-domain-not-routable",
    ),
    Row(
        "proxy-duplicate",
        "proxyAddresses",
        "Duplicate",
        {"proxyAddresses": [f"SMTP:proxy-duplicate@{DOMAIN}", f"smtp:both@{DOMAIN}"]},
        "address-duplicate",
        twin={"proxyAddresses": [f"SMTP:twin-of-proxies@{DOMAIN}", f"smtp:BOTH@{DOMAIN}"]},
    ),
    Row("mail-length", "mail", "Length", {"mail": f"{'m' * 250}@{DOMAIN}"}, "mail-malformed"),
    Row("mail-space", "mail", "Character", {"mail": f"m m@{DOMAIN}"}, "mail-malformed"),
    Row(
        "mail-top-level",
        "mail",
        "TopLevelDomain",
        {"mail": "m@contoso.corp"},
        "mail-domain-not-routable",
    ),
    Row(
        "mail-duplicate",
        "mail",
        "Duplicate",
        {"mail": f"shared@{DOMAIN}"},
        "address-duplicate",
        twin={"mail": f"shared@{DOMAIN}"},
    ),
    Row(
        "mail-match",
        "mail",
        "MailMatch",
        {"mail": f"one@{DOMAIN}", "proxyAddresses": f"SMTP:other@{DOMAIN}"},
        "mail-differs-from-primary-smtp",
    ),
    Row(
        "nick-length",
        "mailNickname",
        "Length",
        {"mailNickname": "n" * 65},
        "mail-nickname-too-long",
    ),
    Row(
        "nick-dot",
        "mailNickname",
        "Character",
        {"mailNickname": ".nick"},
        "mail-nickname-leading-dot",
    ),
    Row(
        "nick-character",
        "mailNickname",
        "Character",
        {"mailNickname": "a@b"},
        "mail-nickname-invalid-character",
    ),
    Row(
        "nick-duplicate",
        "mailNickname",
        "Duplicate",
        {"mailNickname": "nick"},
        "mail-nickname-duplicate",
        twin={"mailNickname": "Nick"},
    ),
    Row("name-blank", "displayName", "Blank", {"displayName": None}, "display-name-missing"),
    Row(
        "name-blank-group",
        "displayName",
        "Blank",
        {"displayName": None},
        "group-without-display-name",
        "group",
    ),
    Row(
        "name-length", "displayName", "Length", {"displayName": "d" * 257}, "display-name-too-long"
    ),
    Row("given-length", "givenName", "Length", {"givenName": "g" * 65}, "attribute-too-long"),
    Row(
        "sam-length",
        "sAMAccountName",
        "Length",
        {"sAMAccountName": "s" * 21},
        "sam-account-name-invalid",
    ),
    Row(
        "sam-character",
        "sAMAccountName",
        "Character",
        {"sAMAccountName": "a+b"},
        "sam-account-name-invalid",
    ),
    Row(
        "sam-duplicate",
        "sAMAccountName",
        "Duplicate",
        {"sAMAccountName": "samename"},
        "sam-account-name-duplicate",
        twin={"sAMAccountName": "SameName"},
    ),
    _target("target-character", f"SMTP:t t@{DOMAIN}", "Character", "target-address-invalid"),
    _target("target-format", "SMTP:t.contoso.com", "Format", "target-address-invalid"),
    _target("target-length", f"SMTP:{'t' * 260}@{DOMAIN}", "Length", "target-address-invalid"),
    Row(
        "target-duplicate",
        "targetAddress",
        "Duplicate",
        {"targetAddress": f"SMTP:target@{DOMAIN}"},
        "target-address-duplicate",
        twin={"targetAddress": f"smtp:Target@{DOMAIN}"},
    ),
)
"""What was right in it."""

FALSE_ALARMS = (
    Row(
        "apostrophe",
        "userPrincipalName",
        "Character (issue 46)",
        {
            "userPrincipalName": f"o'hara@{DOMAIN}",
            "mail": f"o'hara@{DOMAIN}",
            "proxyAddresses": f"SMTP:o'hara@{DOMAIN}",
        },
    ),
    _proxy(
        "x500",
        "X500:/o=Contoso (EMEA)/ou=First/cn=Recipients/cn=ana's",
        "Character (issues 16, 79)",
        None,
    ),
    _proxy("sip", f"sip:sip@{DOMAIN}", "Duplicate with smtp", None),
    _proxy("cloud", "smtp:ana@contoso.cloud", "TopLevelDomain (issue 5)", None),
    _proxy("swiss", "smtp:ana@contoso.swiss", "TopLevelDomain (issue 38)", None),
    _proxy("app", "smtp:ana@contoso.app", "TopLevelDomain (not in its list)", None),
    _proxy(
        "insurance", "smtp:ana@contoso.travelersinsurance", "DomainPart (17 letters at most)", None
    ),
    _proxy("idn", "smtp:ana@xn--mnchen-3ya.de", "none: below the top level it was right", None),
)
"""What it blamed, and Entra ID takes: https://github.com/microsoft/idfix/issues."""
