"""Entries that are evaluated many at a time are judged as they would be one by one."""

import gzip

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from readiness import Plan
from readiness.columns import kernels
from readiness.evaluation.prefilter import Selection
from readiness.sources.ldif import batch_reader, block_splitter
from readiness.sources.ldif.batch_reader import BatchReader
from readiness.storage.temporary_folder import private_folder
from tests.benchmarks.directory import write
from tests.made_up import ATTRIBUTES
from tests.pipeline.test_scan import assert_same
from tests.reading import NOW, PLAN, job, report, scanned
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
def small_blocks(monkeypatch):
    """Small blocks, of small batches."""
    monkeypatch.setattr(block_splitter, "BLOCK_SIZE", 3000)
    monkeypatch.setattr(batch_reader, "_BATCH_MAX", 3)


@pytest.fixture
def asked_about(monkeypatch):
    """The DNs of the entries that any check was asked about."""
    dns: list[str] = []
    examine = Selection.examine

    def noting(self, entry, crashed):
        def noted(index):
            subject = entry(index)
            dns.append(subject.dn)
            return subject

        return examine(self, noted, crashed)

    monkeypatch.setattr(Selection, "examine", noting)
    return dns


@pytest.fixture
def in_python(monkeypatch):
    """Nothing is compiled."""
    monkeypatch.setattr(kernels, "columns", None)
    monkeypatch.setattr(kernels, "strange", None)
    for name in ("gathered", "domains", "hashed", "paired", "scattered", "repeated"):
        monkeypatch.setattr(kernels, name, getattr(kernels, f"{name}_in_python"))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(people(), some.sampled_from(PLANS), some.sampled_from(STYLES))
@pytest.mark.usefixtures("small_blocks")
def test_users_are_judged_as_by_the_naive_engine(tmp_path_factory, entries, plan, style):
    path = tmp_path_factory.mktemp("any") / "export.ldif"
    path.write_text(written(entries * 2, style), encoding="utf-8")
    assert_same(path, plan=plan)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(people())
@pytest.mark.usefixtures("small_blocks")
def test_containers_are_left_out_as_by_the_naive_engine(tmp_path_factory, entries):
    path = tmp_path_factory.mktemp("any") / "export.ldif"
    path.write_text(written(entries * 2, Style()), encoding="utf-8")
    assert_same(path, exclude=("ou=lab,dc=contoso,dc=com",))


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(people(), some.sampled_from(SELECTIONS[1:]))
@pytest.mark.usefixtures("small_blocks")
def test_few_checks_say_what_they_say_to_the_naive_engine(tmp_path_factory, entries, selected):
    path = tmp_path_factory.mktemp("any") / "export.ldif"
    path.write_text(written(entries * 2, Style()), encoding="utf-8")
    assert_same(path, select=selected)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(people(), some.sampled_from(PLANS), some.sampled_from(STYLES))
@pytest.mark.usefixtures("small_blocks", "in_python")
def test_users_are_judged_the_same_where_nothing_is_compiled(
    tmp_path_factory, entries, plan, style
):
    path = tmp_path_factory.mktemp("any") / "export.ldif"
    path.write_text(written(entries * 2, style), encoding="utf-8")
    assert_same(path, plan=plan)


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("by", [None, "ou", "suffix", "department"])
def test_a_stream_and_a_file_make_the_same_report_on_all_roads(tmp_path, monkeypatch, request, by):
    path = tmp_path / "export.ldif"
    write(path, 300)
    zipped = tmp_path / "export.ldif.gz"
    zipped.write_bytes(gzip.compress(path.read_bytes()))
    reports = [_reported(one, path, by) for one in (path, zipped)]
    request.getfixturevalue("in_python")
    reports += [_reported(one, path, by) for one in (path, zipped)]
    monkeypatch.setattr(
        BatchReader, "read_in_python", lambda self, text, line: self.read_by_record(text, line)
    )
    reports.append(_reported(path, path, by))
    assert len(set(reports)) == 1


def _reported(path, name, by):
    with private_folder() as folder:
        return report(scanned(job(folder, by=by), path)).replace(str(path), str(name))


@pytest.mark.usefixtures("small_blocks")
def test_no_check_is_asked_about_healthy_users(tmp_path, asked_about):
    path = tmp_path / "export.ldif"
    entries = [(f"CN=Ana {n},DC=contoso,DC=com", person(n)) for n in range(60)]
    entries[40][1][-1] = ("mail", "no address")
    path.write_text(written(entries, Style()), encoding="utf-8")
    with private_folder() as folder:
        result = scanned(job(folder, plan=BARE), path)
        assert result.counts.in_scope == {"user": 60}
        assert result.counts.essentials["all_three"] == 60
        assert {one.dn for one in result.findings()} == {"CN=Ana 40,DC=contoso,DC=com"}
    assert {*asked_about} == {"CN=Ana 40,DC=contoso,DC=com"}


def test_checks_are_asked_about_few_entries_of_a_generated_directory(tmp_path, asked_about):
    path = tmp_path / "export.ldif"
    write(path, 1000)
    with private_folder() as folder:
        scanned(job(folder, plan=BARE), path)
    assert len({*asked_about}) < 400


FRAGILE = '''
from readiness import USERS, Key, Severity, SharedKeyCheck

class Fragile(SharedKeyCheck):
    """It does not like one alias.

    Fix: none.
    See: https://contoso.com
    """
    id = "fragile"
    severity = Severity.INFO
    kinds = USERS
    reads = ("mailNickname",)
    keys = (Key("ours", "mailNickname", {fold}),)
'''
FOLDS = [
    'lambda value: 1 / (value != "ana.silva40") and value',
    'lambda value: [value] if value == "ana.silva40" else value',
]


@pytest.mark.usefixtures("small_blocks")
@pytest.mark.parametrize("fold", FOLDS)
def test_a_key_that_crashes_is_told_with_its_entry(tmp_path, fold):
    check, path = tmp_path / "fragile.py", tmp_path / "export.ldif"
    check.write_text(FRAGILE.format(fold=fold))
    entries = [(f"CN=Ana {n},DC=contoso,DC=com", person(n)) for n in range(60)]
    path.write_text(written(entries, Style()), encoding="utf-8")
    with private_folder() as folder:
        result = scanned(job(folder, plan=BARE, check_files=[check]), path)
        assert not result.is_complete
        assert any("CN=Ana 40,DC=contoso,DC=com" in line for line in result.trouble)


SPELT = '''
from readiness import USERS, Severity, ValueCheck

class Spelt(ValueCheck):
    """It spells attributes in its own way.

    Fix: none.
    See: https://contoso.com
    """
    id = "spelt"
    severity = Severity.INFO
    kinds = USERS
    reads = ("MAIL", "samaccountname")

    def wrong(self, value):
        return None if value.endswith("5@contoso.com") or "@" not in value else "is ours"

    def propose(self, value):
        return f"x{value}"
'''


@pytest.mark.usefixtures("small_blocks")
def test_a_check_may_spell_attributes_in_its_own_way(tmp_path):
    check, path = tmp_path / "spelt.py", tmp_path / "export.ldif"
    check.write_text(SPELT)
    entries = [(f"CN=Ana {n},DC=contoso,DC=com", person(n)) for n in range(60)]
    path.write_text(written(entries, Style()), encoding="utf-8")
    assert_same(path, check_files=[check])
    with private_folder() as folder:
        result = scanned(job(folder, plan=BARE, check_files=[check]), path)
        assert result.counts.findings_by_check()["spelt"] == 54


DOUBTING = '''
from readiness import USERS, Severity, ValueCheck

class Doubting(ValueCheck):
    """It is asked about proposals, too, and does not survive it.

    Fix: none.
    See: https://contoso.com
    """
    id = "doubting"
    severity = Severity.ERROR
    kinds = USERS
    reads = ("userPrincipalName",)

    def wrong(self, value):
        return None if ".@" in value else 1 / 0
'''


def test_a_proposal_about_which_a_check_crashes_is_not_made(tmp_path):
    check, path = tmp_path / "doubting.py", tmp_path / "export.ldif"
    check.write_text(DOUBTING)
    path.write_text(
        written([("CN=Ana", [*CLASSES, ("sAMAccountName", "a"), *UPN])], Style()), encoding="utf-8"
    )
    selected = ("upn-trailing-dot", "upn-duplicate")
    assert _proposals(path, select=selected) == ["ana@contoso.com"]
    assert _proposals(path, select=(*selected, "doubting"), check_files=[check]) == [None]


def _proposals(path, **given):
    with private_folder() as folder:
        return [finding.proposal for finding in scanned(job(folder, **given), path).findings()]


UPN = [("userPrincipalName", "ana.@contoso.com")]
TRIGGERED = '''
from readiness import USERS, Check, Severity, where

class Triggered(Check):
    """It cannot say when it wants to be asked.

    Fix: none.
    See: https://contoso.com
    """
    id = "triggered"
    severity = Severity.INFO
    kinds = USERS
    reads = ("mail",)
    when = where("mail", lambda value: 1 / 0)

    def examine(self, entry):
        yield self.finding(entry, "mail", None, "was shown")
'''


def test_a_trigger_that_crashes_is_told_and_its_check_sees_all_entries(tmp_path):
    check, path = tmp_path / "triggered.py", tmp_path / "export.ldif"
    check.write_text(TRIGGERED)
    entries = [(f"CN=Ana {n},DC=contoso,DC=com", person(n)) for n in range(6)]
    path.write_text(written(entries, Style()), encoding="utf-8")
    with private_folder() as folder:
        result = scanned(job(folder, plan=BARE, check_files=[check]), path)
        assert result.counts.findings_by_check()["triggered"] == 6
        assert any("triggered crashed" in line for line in result.trouble)
        assert not result.is_complete
