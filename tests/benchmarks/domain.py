"""Writes what every domain has before anybody works there."""

from collections.abc import Iterable, Iterator
from random import Random

from tests.benchmarks.others import MAIL_SECURITY, SECURITY, container_entry, created
from tests.benchmarks.style import Style
from tests.benchmarks.users import USER_CLASSES
from tests.benchmarks.words import NEVER, NOW_IN_TICKS, ROOT, SCHEMA, TICKS_PER_DAY

BUILT_IN_GROUPS = {
    "Domain Admins": 512,
    "Domain Users": 513,
    "Domain Guests": 514,
    "Domain Computers": 515,
    "Domain Controllers": 516,
    "Schema Admins": 518,
    "Enterprise Admins": 519,
}
FOREST_WIDE = ("Schema Admins", "Enterprise Admins")
ARBITRATION = "SystemMailbox{1f05a927-6a2c-4d5c-8c3b-2f6a1a1f0e4d}"
# Accounts that no synchronisation takes: name, relative identifier, control bits, the rest.
SYSTEM_ACCOUNTS = (
    ("Administrator", 500, 0x10200, "adminCount: 1\nisCriticalSystemObject: TRUE"),
    ("Guest", 501, 0x10222, "isCriticalSystemObject: TRUE"),
    ("krbtgt", 502, 0x202, "adminCount: 1\nisCriticalSystemObject: TRUE"),
    ("MSOL_5c1f0e0c7a2b", 1104, 0x10200, "displayName: MSOL_5c1f0e0c7a2b"),
    (
        ARBITRATION,
        1105,
        0x202,
        f"mailNickname: {ARBITRATION}\nmsExchRecipientTypeDetails: 8388608",
    ),
)
DOMAIN_ENTRIES = 4 + len(BUILT_IN_GROUPS) + len(SYSTEM_ACCOUNTS)


def domain_entries(style: Style, rng: Random) -> Iterator[str]:
    """What every domain has before anybody works there."""
    text = f"""
{created(ROOT, rng).strip()}
dc: corp
name: corp
maxPwdAge: {-91 * TICKS_PER_DAY}
minPwdLength: 14
pwdHistoryLength: 24
lockoutThreshold: 0
lockoutDuration: -18000000000
lockOutObservationWindow: -18000000000
msDS-Behavior-Version: 7
objectCategory: CN=Domain-DNS,{SCHEMA}
isCriticalSystemObject: TRUE
"""
    yield style.entry(ROOT, ("top", "domain", "domainDNS"), text) + style.guid(rng.randbytes(16))
    for dn in ("CN=Users", "CN=Builtin", "OU=Domain Controllers"):
        yield container_entry(style, f"{dn},{ROOT}", rng=rng, more="isCriticalSystemObject: TRUE")
    for name, rid in BUILT_IN_GROUPS.items():
        text = f"""
groupType: {MAIL_SECURITY if name in FOREST_WIDE else SECURITY}
sAMAccountType: 268435456
objectCategory: CN=Group,{SCHEMA}
isCriticalSystemObject: TRUE
"""
        yield built_in_entry(style, name, classes=("top", "group"), rid=rid, text=text, rng=rng)
    for name, rid, control, more in SYSTEM_ACCOUNTS:
        text = f"""
userAccountControl: {control}
pwdLastSet: {NOW_IN_TICKS - 700 * TICKS_PER_DAY}
primaryGroupID: {514 if name == "Guest" else 513}
accountExpires: {NEVER}
sAMAccountType: 805306368
objectCategory: CN=Person,{SCHEMA}
{more}
"""
        yield built_in_entry(style, name, classes=USER_CLASSES, rid=rid, text=text, rng=rng)


def built_in_entry(
    style: Style, name: str, *, classes: Iterable[str], rid: int, text: str, rng: Random
) -> str:
    dn = f"CN={name},CN=Users,{ROOT}"
    names = f"cn: {name}\n{created(dn, rng).strip()}\nname: {name}\nsAMAccountName: {name[:20]}"
    return style.entry(dn, classes, names + text) + style.guid(rng.randbytes(16)) + style.sid(rid)
