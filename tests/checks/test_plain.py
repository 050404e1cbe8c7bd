"""The fast road changes no finding: what is plain or sound gives no check anything to say."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from readiness import NOTHING, Check, DomainCheck, Entry, Plan, Skip, Sound
from readiness.columns.patterns import ANYTHING, is_one_line, mismatches
from readiness.directory.sync_scope import reason_left_out
from tests.conftest import CHECKS, NOW, Watched, entry

ADDRESSES = (
    *("ana@contoso.com", "o'neil_x.y-z@sub.contoso.co.uk", "a+b@contoso.local", "ana@-contoso.com"),
    *(
        "ana@contoso..com",
        ".ana.@contoso.com",
        "ana@contoso",
        "ana@x@contoso.com",
        "jürgen@bücher.de",
    ),
    *("ana@tenant.mail.onmicrosoft.com", "ana@tenant.onmicrosoft.com", f"ana@{'c' * 63}.com"),
)
NUMBERS = (
    "0",
    "1",
    "2",
    "128",
    "276",
    "512",
    "513",
    "514",
    "518",
    "66048",
    "2147483648",
    "-1",
    "\u0661",
)
TIMES = ("0", "133000000000000000", "134087184000000000", "134164944000000000", str(2**63 - 1))
TYPES = (
    "SMTP:",
    "smtp:",
    "sip:",
    "SIP:",
    "X500:",
    "x500:",
    "X400:",
    "ccMail:",
    "",
    ":",
    "smtp:smtp:",
)
GROUPS = ("CN=Sales,OU=Groups,DC=contoso,DC=com", "CN=Domain Admins,CN=Users,DC=contoso,DC=com")
SID = "CN=S-1-5-21-1-2-3-1104,CN=ForeignSecurityPrincipals,DC=contoso,DC=com"
SEEDS: dict[str, tuple[str, ...]] = {
    "proxyAddresses": tuple(kind + address for kind in TYPES for address in ADDRESSES),
    "targetAddress": tuple(kind + address for kind in TYPES for address in ADDRESSES),
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
    "countryCode": (*NUMBERS, "840", "0276", "abc"),
    "msExchUsageLocation": ("DE", "de", "XK", "DEU"),
    "preferredLanguage": ("en", "en-US", "en_US", "zh-Hans-CN", "english"),
    "msExchHideFromAddressLists": ("TRUE", "FALSE", "true", "false", ""),
    "thumbnailPhoto": ("\xff" * 51_200, "\xff" * 51_201),
    **dict.fromkeys(("accountExpires", "lastLogonTimestamp", "pwdLastSet"), TIMES),
    **dict.fromkeys(("lockoutDuration", "lockoutThreshold"), (*NUMBERS, "-18000000000")),
}
DNS = (
    "CN=Ana Silva,OU=Staff,DC=contoso,DC=com",
    r"CN=Silva\, Ana\0ACNF:f2953050-cfdc-4d5b-a667-7d6615694d51,OU=Staff,DC=contoso,DC=com",
    "CN=Ana\nCNF:f2953050,CN=LostAndFound,DC=contoso,DC=com",
    r"CN=Ana\,cn=lostandfound,DC=contoso,DC=com",
)
LENGTHS = (1, 1, 1, 2, 3, 15, 20, 40, 48, 61, 64, 128, 240, 251, 256, 440, 448, 1023, 1024)
EXAMPLES = 25
STRANGE = "aZ0.@-_':;,<> \t\n\\+&$[]/\"\u00a0\u200b\u200d\u0130\u017f\u212a\u0661éß€\U0001f600"
PLANS = (
    Plan(now=NOW),
    Plan(now=NOW, identity_model="password-hash-sync", sync_tool="connect-sync"),
    Plan(now=NOW, identity_model="pass-through", sync_tool="cloud-sync"),
    Plan(
        now=NOW,
        identity_model="federated",
        verified_domains=("contoso.com", "contoso.de"),
        federated_domains=("contoso.com",),
        declared_suffixes=("contoso.com",),
        source_anchor="employeeID",
    ),
    Plan(now=NOW, sign_in_attribute="mail", verified_domains=("contoso.com",)),
)


def prepared(check: type[Check]) -> list[Check]:
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


def values(attribute: str) -> some.SearchStrategy[str]:
    """Values as a directory has them, more or less."""
    seeds = some.sampled_from(SEEDS.get(attribute, (*NUMBERS, "Ana Silva", *ADDRESSES[:2])))
    runs = some.builds(str.__mul__, some.sampled_from(STRANGE), some.sampled_from(LENGTHS))
    damaged = some.builds(spliced, seeds, runs, some.integers(0, 300), some.integers(0, 2))
    return some.one_of(seeds, damaged, some.text(max_size=20))


@some.composite
def cases(draw: some.DrawFn, ready: list[Check]) -> tuple[Check, Entry]:
    """A check and an entry of a kind that it looks at."""
    check = draw(some.sampled_from(ready))
    attributes: dict[str, Any] = {}
    for name in check.reads:
        count = draw(some.sampled_from((0, 1, 1, 1, 2)))
        if count:
            attributes[name] = draw(some.lists(values(name), min_size=count, max_size=count))
    dns = some.builds(
        spliced, some.sampled_from(DNS), some.sampled_from(("", "\\", "\n", ",", "CNF:")),
        some.integers(0, 80), some.integers(0, 2),
    )  # fmt: skip
    one = entry(attributes, dn=draw(dns), kind=draw(some.sampled_from(sorted(check.kinds))))
    if check.sees_left_out:
        one.out_of_scope = reason_left_out(one)
    return check, one


def is_let_through(check: Check, one: Entry) -> bool:
    """Whether the engine would not show the entry to the check."""
    if check.sound is not None:
        is_due = not check.plain or any(map(one.has, (*check.plain, *check.expects)))
        return not is_due or is_sound(check.sound, one)
    if not (check.plain or check.expects or check.small):
        return False
    held = {name: [one.dn] if name == "dn" else one.all(name) for name in check.plain}
    return (
        all(one.has(name) for name in check.expects)
        and all(len(one.all(name)) < 2 for name in check.lone)
        and all(
            len(octets) <= most for name, most in check.small.items() for octets in one.raw(name)
        )
        and all(re.fullmatch(check.plain[name], value) for name in held for value in held[name])
    )


def is_sound(sound: Sound, one: Entry) -> bool:
    """Whether an entry passes a test, as the engine asks it."""
    values = [one.all(name) for name in sound.attributes]
    if any("\n" in value for held in values for value in held):
        return False
    present = (name if one.has(name) else "" for name in sound.present)
    passes = bool(sound.test(*map("\n".join, values), *present))
    return passes and (sound.besides is None or is_sound(sound.besides, one))


READY = {name: prepared(check) for name, check in CHECKS.items()}
GATED = {
    name: ready
    for name, ready in READY.items()
    if any(one.plain or one.expects or one.small or one.sound for one in ready)
}
OF_DOMAINS = {name: ready for name, ready in READY.items() if isinstance(ready[0], DomainCheck)}


@pytest.mark.parametrize("ready", GATED.values(), ids=GATED)
def test_a_check_has_nothing_to_say_about_what_it_is_not_shown(ready):
    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None)
    @given(cases(ready))
    def hold(case):
        check, one = case
        if is_let_through(check, one):
            assert not list(check.examine(Watched(one, check.reads)))

    hold()


@pytest.mark.parametrize("ready", OF_DOMAINS.values(), ids=OF_DOMAINS)
def test_a_domain_that_passed_once_passes_in_every_value(ready):
    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None)
    @given(some.data())
    def hold(data):
        check = data.draw(some.sampled_from(ready))
        attribute = check.reads[0]
        first, second = (data.draw(values(attribute)) for _ in range(2))
        second = second.rpartition("@")[0] + first[first.rfind("@") :]
        domain = check.domain(first)
        if "@" in first and domain and check.wrong(domain) is None:
            assert not list(check.judge(entry({}), attribute, second))

    hold()


@pytest.mark.parametrize("name", OF_DOMAINS)
def test_a_check_of_domains_needs_no_plain_values(name):
    assert not CHECKS[name].plain


PATTERNS = sorted(
    {
        (name, one)
        for ready in READY.values()
        for check in ready
        for name, one in check.plain.items()
    }
    - {(name, NOTHING) for ready in READY.values() for check in ready for name in check.plain}
    - {(name, ANYTHING) for ready in READY.values() for check in ready for name in check.plain}
)
ALL_OF_A_LINE = [(name, one) for name, one in PATTERNS if is_one_line(one)]


def test_nearly_all_patterns_may_be_part_of_a_larger_one():
    assert [name for name, one in PATTERNS if (name, one) not in ALL_OF_A_LINE] == []


@pytest.mark.parametrize(("name", "pattern"), ALL_OF_A_LINE, ids=range(len(ALL_OF_A_LINE)))
def test_a_pattern_says_the_same_of_a_value_alone_and_among_others(name, pattern):
    told = mismatches([pattern])

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None)
    @given(values(name), values(name))
    def hold(value, other):
        lines = [one.replace("\n", "") for one in (value, other, value)]
        expected = [at for at, line in enumerate(lines) if not re.fullmatch(pattern, line)]
        assert list(told("".join(f"{line}\n" for line in lines))) == expected

    hold()
