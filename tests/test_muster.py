"""Users that are taken many at a time count as they would one by one."""

import gzip

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from readiness import Plan
from readiness.examine import Examiner
from readiness.scan import private_folder
from readiness.sources import blocks, sieve
from tests.benchmarks.directory import write
from tests.made_up import ATTRIBUTES
from tests.reading import NOW, PLAN, brief, report, scanned
from tests.test_scan import assert_same
from tests.writing import Pairs, Style, Written, written

BARE = Plan(now=NOW)
PLANS = [PLAN, BARE, Plan(now=NOW, source_anchor="employeeID", sign_in_attribute="mail")]
CLASSES = [("objectClass", one) for one in ("top", "person", "organizationalPerson", "user")]
STYLES = [Style(), Style(width=None, raw=True)]
SELECTIONS = [(), ("upn-missing",), ("mail-malformed", "address-duplicate", "display-name-missing")]


def person(number: int) -> Pairs:
    """A user about whom nobody has anything to say."""
    name = f"ana.silva{number}"
    return [
        *CLASSES,
        ("cn", f"Ana Silva {number}"),
        ("c", "PT"),
        ("l", "Évora"),
        ("description", "Sells things"),
        ("displayName", f"Ana Silva {number}"),
        ("memberOf", "CN=Staff,OU=Groups,DC=contoso,DC=com"),
        ("proxyAddresses", f"SMTP:{name}@contoso.com"),
        ("proxyAddresses", f"smtp:ana{number}@contoso.de"),
        ("proxyAddresses", f"X500:/o=Contoso/ou=Exchange/cn=Recipients/cn={name}{'0' * 40}"),
        ("mailNickname", name),
        ("objectGUID", bytes([*range(12), *number.to_bytes(4, "big")])),
        ("userAccountControl", "512"),
        ("countryCode", "620"),
        ("employeeID", f"E{number:05}"),
        ("pwdLastSet", "134000000000000000"),
        ("primaryGroupID", "513"),
        ("objectSid", bytes([1, 5, *[0] * 5, 5, 21, *[0] * 3, *[7] * 12, number, 4, 0, 0])),
        ("sAMAccountName", name),
        ("userPrincipalName", f"{name}@contoso.com"),
        ("mail", f"{name}@contoso.com"),
    ]  # fmt: skip


@some.composite
def people(draw: some.DrawFn) -> list[Written]:
    """Plain users, among them some that are less so, and that have values in common."""
    entries = []
    for number in range(draw(some.integers(3, 12))):
        pairs = person(draw(some.integers(0, 20)) if draw(some.booleans()) else 100 + number)
        for _ in range(draw(some.sampled_from((0, 0, 0, 1, 2)))):
            at = draw(some.integers(0, len(pairs) - 1))
            name = pairs[at][0]
            if name in ATTRIBUTES and draw(some.booleans()):
                pairs[at] = (name, draw(ATTRIBUTES[name]))
            elif draw(some.booleans()):
                del pairs[at]
            else:
                other = draw(some.sampled_from(sorted(ATTRIBUTES)))
                pairs.insert(at, (other, draw(ATTRIBUTES[other])))
        unit = draw(some.sampled_from(("Staff", "Lab", "Büro")))
        entries.append((f"CN=Ana Silva {number},OU={unit},DC=contoso,DC=com", pairs))
    return entries


@pytest.fixture
def eager(monkeypatch):
    """Small blocks, and each of them is a lesson."""
    monkeypatch.setattr(blocks, "BLOCK", 3000)
    monkeypatch.setattr(sieve, "_LESSONS", range(10_000))


@pytest.fixture
def alone(monkeypatch):
    """The DNs of the entries that were examined one by one."""
    dns: list[str] = []
    take = Examiner.take

    def noted(self, dn, *others):
        dns.append(dn)
        take(self, dn, *others)

    monkeypatch.setattr(Examiner, "take", noted)
    return dns


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(people(), some.sampled_from(PLANS), some.sampled_from(STYLES))
@pytest.mark.usefixtures("eager")
def test_users_are_judged_as_by_the_naive_engine(tmp_path_factory, entries, plan, style):
    path = tmp_path_factory.mktemp("any") / "export.ldif"
    path.write_text(written(entries * 2, style), encoding="utf-8")
    assert_same(path, plan=plan)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(people())
@pytest.mark.usefixtures("eager")
def test_containers_are_left_out_as_by_the_naive_engine(tmp_path_factory, entries):
    path = tmp_path_factory.mktemp("any") / "export.ldif"
    path.write_text(written(entries * 2, Style()), encoding="utf-8")
    assert_same(path, exclude=("ou=lab,dc=contoso,dc=com",))


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(people(), some.sampled_from(SELECTIONS[1:]))
@pytest.mark.usefixtures("eager")
def test_few_checks_say_what_they_say_to_the_naive_engine(tmp_path_factory, entries, selected):
    path = tmp_path_factory.mktemp("any") / "export.ldif"
    path.write_text(written(entries * 2, Style()), encoding="utf-8")
    assert_same(path, select=selected)


@pytest.mark.usefixtures("eager")
@pytest.mark.parametrize("by", [None, "ou", "suffix", "department"])
def test_a_stream_and_a_file_without_a_sieve_make_the_same_report(tmp_path, monkeypatch, by):
    path = tmp_path / "export.ldif"
    write(path, 300)
    zipped = tmp_path / "export.ldif.gz"
    zipped.write_bytes(gzip.compress(path.read_bytes()))
    reports = [_reported(one, path, by) for one in (path, zipped)]
    monkeypatch.setattr(sieve.Sieve, "sift", lambda *_: None)
    reports.append(_reported(path, path, by))
    assert reports[0] == reports[1] == reports[2]


def _reported(path, name, by):
    with private_folder() as folder:
        return report(scanned(brief(folder, by=by), path)).replace(str(path), str(name))


@pytest.mark.usefixtures("eager")
def test_plain_users_are_not_examined_one_by_one(tmp_path, alone):
    path = tmp_path / "export.ldif"
    entries = [(f"CN=Ana {n},DC=contoso,DC=com", person(n)) for n in range(60)]
    entries[40][1][-1] = ("mail", "no address")
    path.write_text(written(entries, Style()), encoding="utf-8")
    with private_folder() as folder:
        result = scanned(brief(folder, plan=BARE), path)
        assert result.tally.in_scope == {"user": 60}
        assert result.tally.essentials["all_three"] == 60
        assert {one.dn for one in result.findings()} == {"CN=Ana 40,DC=contoso,DC=com"}
    assert len(alone) < 12
    assert "CN=Ana 40,DC=contoso,DC=com" in alone


def test_most_of_a_generated_directory_is_plain(tmp_path, alone):
    path = tmp_path / "export.ldif"
    write(path, 1000)
    with private_folder() as folder:
        scanned(brief(folder, plan=BARE), path)
    assert len(alone) < 400


FRAGILE = '''
from readiness import USERS, Check, Key, Severity

class Fragile(Check):
    """It does not like one alias.

    Fix: none.
    See: https://contoso.com
    """
    id = "fragile"
    severity = Severity.INFO
    kinds = USERS
    reads = ("mailNickname",)
    keys = (Key("ours", "mailNickname", lambda value: 1 / (value != "ana.silva40") and value),)
'''


@pytest.mark.usefixtures("eager")
def test_a_key_that_crashes_is_told_with_its_entry(tmp_path):
    check, path = tmp_path / "fragile.py", tmp_path / "export.ldif"
    check.write_text(FRAGILE)
    entries = [(f"CN=Ana {n},DC=contoso,DC=com", person(n)) for n in range(60)]
    path.write_text(written(entries, Style()), encoding="utf-8")
    with private_folder() as folder:
        result = scanned(brief(folder, plan=BARE, check_files=[check]), path)
        assert not result.is_complete
        assert any("CN=Ana 40,DC=contoso,DC=com" in line for line in result.trouble)
