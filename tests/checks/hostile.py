"""Values and entries that are hard for a check: nearly right, damaged, long, strange, no text."""

from collections.abc import Sequence

from hypothesis import strategies as some

from readiness import Check, Entry, Kind, Plan, Skip
from readiness.directory.objects.sync_scope import reason_left_out
from tests.conftest import NOW

ADDRESSES = (
    *("ana@contoso.com", "o'neil_x.y-z@sub.contoso.co.uk", "a+b@contoso.local", "ana@-contoso.com"),
    *("ana@contoso..com", ".ana.@contoso.com", "ana@contoso", "ana@x@contoso.com"),
    *("jürgen@bücher.de", "ana@tenant.mail.onmicrosoft.com", "ana@tenant.onmicrosoft.com"),
    f"ana@{'c' * 63}.com",
)
NUMBERS = (
    *("0", "1", "2", "15", "128", "276", "512", "513", "514", "518", "66048", "2147483648"),
    *("-1", "x", "\u0661", "9" * 5000),
)
TIMES = ("0", "133000000000000000", "134087184000000000", "134164944000000000", str(2**63 - 1), "x")
TYPES = ("SMTP:", "smtp:", "sip:", "SIP:", "X500:", "x500:", "X400:", "ccMail:", "", ":", "smtp:s:")
GROUPS = ("CN=Sales,OU=Groups,DC=contoso,DC=com", "CN=Domain Admins,CN=Users,DC=contoso,DC=com")
SID = "CN=S-1-5-21-1-2-3-1104,CN=ForeignSecurityPrincipals,DC=contoso,DC=com"
PROXIES = tuple(kind + address for kind in TYPES for address in ADDRESSES)
GUIDS = (bytes(range(16)), b"\xfe" * 16, b"\x00" * 11, b"f2953050-cfdc-4d5b-a667-7d6615694d51")
SEEDS: dict[str, Sequence[str | bytes]] = {
    "proxyAddresses": PROXIES,
    "targetAddress": PROXIES,
    "msRTCSIP-PrimaryUserAddress": tuple(f"sip:{address}" for address in ADDRESSES),
    "mail": ADDRESSES,
    "userPrincipalName": ADDRESSES,
    "sAMAccountName": ("ana", "svc-sql", "AZUREADSSOACC$", "o'neil", "[ana]", "a" * 20),
    "mailNickname": ("ana", "ana.silva", ".ana", "r&d", "ana.", "a..b"),
    "displayName": ("Ana Silva", "", " ", "\u200b", "Zoë  Žák", "Ana\u00a0Silva"),
    "employeeID": ("E1234", "0815", "ana", "ana_silva", "a" * 59),
    "objectClass": ("user", "domainDNS", "msExchDynamicDistributionList"),
    "member": (*GROUPS, SID),
    "memberOf": GROUPS,
    "c": ("DE", "de", "US", "XK", ""),
    "countryCode": (*NUMBERS, "840", "0276"),
    "msExchUsageLocation": ("DE", "de", "XK", "DEU"),
    "preferredLanguage": ("en", "en-US", "en_US", "zh-Hans-CN", "english"),
    "msExchHideFromAddressLists": ("TRUE", "FALSE", "true", "false", ""),
    "thumbnailPhoto": ("\xff" * 51_200, "\xff" * 51_201, b"\xff" * 102_401),
    "logonHours": (b"\xff" * 21, b"\xff" * 20 + b"\x00", bytes(21)),
    **dict.fromkeys(("objectGUID", "mS-DS-ConsistencyGuid"), GUIDS),
    **dict.fromkeys(("accountExpires", "lastLogonTimestamp", "pwdLastSet"), TIMES),
    **dict.fromkeys(("lockoutDuration", "lockoutThreshold"), (*NUMBERS, "-18000000000")),
}
# so few that attributes of one entry agree, or nearly
ALIKE: dict[str, Sequence[str | bytes]] = {
    "mail": ("ana@contoso.com", "bob@contoso.com"),
    "userPrincipalName": ("ana@contoso.com", "Ana@contoso.com", "bob@contoso.com"),
    "proxyAddresses": (
        *("SMTP:ana@contoso.com", "smtp:Ana@contoso.com", "SMTP:bob@contoso.com"),
        *("sip:ana@contoso.com", "SIP:Bob@contoso.com"),
    ),
    "c": ("DE", "US"),
    "countryCode": ("0", "276", "840"),
    "userAccountControl": ("512", "514"),
    "description": ("x" * 448, "x" * 449, "é" * 449),
    **dict.fromkeys(("info", "postOfficeBox", "url"), ("x" * 448, "x" * 449)),
    "objectGUID": GUIDS[:2],
    "mS-DS-ConsistencyGuid": GUIDS[:2],
}
ADDRESSED = ("mail", "proxyAddresses")
"""A trigger asks about both, also for a check that reads but one of them."""
USUAL = (*NUMBERS, "Ana Silva", *ADDRESSES[:2])
DNS = (
    "CN=Ana Silva,OU=Staff,DC=contoso,DC=com",
    r"CN=Silva\, Ana\0ACNF:f2953050-cfdc-4d5b-a667-7d6615694d51,OU=Staff,DC=contoso,DC=com",
    "CN=Ana\nCNF:f2953050,CN=LostAndFound,DC=contoso,DC=com",
    r"CN=Ana\,cn=lostandfound,DC=contoso,DC=com",
)
LENGTHS = (1, 1, 1, 2, 3, 15, 20, 40, 48, 61, 64, 128, 240, 251, 256, 440, 448, 1023, 1024)
# letters of more than one octet, those that fold to ASCII ones, joiners, digits of other scripts
STRANGE = "aZ0.@-_':;,<> \t\n\\+&$[]/\"\u00a0\u200b\u200d\u0130\u017f\u212a\u0661éß€\U0001f600"
COUNTS = (0, 1, 1, 1, 1, 2, 2, 16, 301)
PLANS = (
    Plan(now=NOW),
    Plan(now=NOW, identity_model="password-hash-sync", sync_tool="connect-sync"),
    Plan(now=NOW, identity_model="pass-through", sync_tool="cloud-sync", has_tenant=True),
    Plan(
        now=NOW,
        identity_model="federated",
        verified_domains=("contoso.com", "contoso.de"),
        federated_domains=("contoso.com",),
        declared_suffixes=("contoso.com",),
        source_anchor="employeeID",
        initial_domain="contoso.onmicrosoft.com",
    ),
    Plan(now=NOW, sign_in_attribute="mail", verified_domains=("contoso.com",)),
    Plan(now=NOW, match_users="employeeID"),
)


def under_every_plan(check: type[Check]) -> list[Check]:
    """The check under each plan that it can run with."""
    ready = []
    for plan in PLANS:
        try:
            ready.append(check(plan))
        except Skip:
            continue
    return ready


def spliced(seed: str, text: str, start: int, length: int) -> str:
    """The seed with a text in place of some of its characters."""
    at = start % (len(seed) + 1)
    return seed[:at] + text + seed[at + length :]


def values(attribute: str) -> some.SearchStrategy[str | bytes]:
    """Values as a directory has them, more or less."""
    seeds = SEEDS.get(attribute, USUAL)
    texts = [seed for seed in seeds if isinstance(seed, str)] or ["ana"]
    runs = some.builds(str.__mul__, some.sampled_from(STRANGE), some.sampled_from(LENGTHS))
    damaged = some.builds(
        spliced, some.sampled_from(texts), runs, some.integers(0, 300), some.integers(0, 2)
    )
    octets = some.binary(max_size=20)
    return some.one_of(some.sampled_from(seeds), damaged, some.text(max_size=20), octets)


@some.composite
def entries(draw: some.DrawFn, check: Check) -> Entry:
    """An entry of a kind that a check looks at, in or out of scope as the sync engine decides."""
    held: dict[str, list[str | bytes]] = {}
    is_tidy = draw(some.booleans())
    for name in sorted({*check.reads, *ADDRESSED}):
        count = draw(some.sampled_from(COUNTS))
        drawn = some.sampled_from(ALIKE[name]) if is_tidy and name in ALIKE else values(name)
        few = [draw(drawn) for _ in range(min(count, 3))]
        if few:
            held[name.lower()] = few + [f"{number}{name}" for number in range(count - len(few))]
    splice = some.sampled_from(("", "\\", "\n", ",", "CNF:"))
    dn = draw(
        some.builds(
            spliced, some.sampled_from(DNS), splice, some.integers(0, 80), some.integers(0, 2)
        )
    )
    kind = draw(some.sampled_from(sorted(check.kinds)))
    entry = Entry(dn, Kind(kind), dict(held))
    entry.out_of_scope = reason_left_out(entry)
    if not check.scope.holds(out_of_scope=entry.out_of_scope is not None):
        entry.out_of_scope = None
    return entry
