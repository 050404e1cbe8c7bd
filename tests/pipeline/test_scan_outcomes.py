"""What a scan does with proposals, crashes, skips, damage and counts."""

import json
from contextlib import ExitStack

import pytest

from readiness import Plan, Severity
from readiness.sources.ldif import block_splitter, partitions
from readiness.storage.temporary_folder import private_folder
from tests.reading import NOW, SAMPLES, job, report, scanned
from tests.running import run

CHECK = '''
from readiness import *

class Ours(SharedKeyCheck):
    """Ours.

    Fix: none.
    See: https://contoso.com
    """
    id = "ours"
    severity = Severity.ERROR
    kinds = USERS
    reads = ("mail", "description")
    keys = ()
'''


def user(dn, **values):
    lines = [f"dn: {dn}", "objectClass: user", f"sAMAccountName: {dn[3:]}"]
    for attribute, value in values.items():
        several = value if isinstance(value, list) else [value]
        lines += [f"{attribute}: {one}" for one in several]
    return "\n".join(lines) + "\n\n"


@pytest.fixture
def scan(tmp_path):
    """Scans some LDIF with some checks, and tells the result and what it found."""

    def scanning(text, check="", **given):
        path, file = tmp_path / "export.ldif", tmp_path / "ours.py"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        if check:
            file.write_text(CHECK + check)
            given.setdefault("check_files", [file])
        result = scanned(job(folders.enter_context(private_folder()), **given), path)
        return result, list(result.findings())

    with ExitStack() as folders:
        yield scanning


def proposals(found):
    return {one.dn: one.proposal for one in found}


INVALID = ["upn-trailing-dot", "upn-malformed", "address-duplicate", "upn-taken-as-address"]


def test_a_proposal_is_made_that_nobody_holds(scan):
    _, found = scan(user("CN=a", userPrincipalName="ab.@contoso.com"), select=INVALID)
    assert proposals(found) == {"CN=a": "ab@contoso.com"}


@pytest.mark.parametrize(
    "holder",
    [
        {"userPrincipalName": "ab@contoso.com"},
        {"userPrincipalName": "AB@Contoso.com"},
        {"mail": "ab@contoso.com"},
        {"proxyAddresses": "smtp:ab@contoso.com"},
    ],
)
@pytest.mark.parametrize("comes_first", [True, False])
def test_a_proposal_is_withdrawn_that_somebody_holds(scan, holder, comes_first):
    entries = [user("CN=a", userPrincipalName="ab.@contoso.com"), user("CN=b", **holder)]
    _, found = scan("".join(reversed(entries) if comes_first else entries), select=INVALID)
    assert proposals(found) == {"CN=a": None}


def test_nothing_is_proposed_when_nobody_watches_who_holds_it(scan):
    text = user("CN=a", userPrincipalName="ab.@contoso.com")
    _, found = scan(text, select=["upn-trailing-dot"])
    assert proposals(found) == {"CN=a": None}


def test_proposals_are_withdrawn_that_are_made_twice(scan):
    entries = [user(f"CN={n}", userPrincipalName=f"ab.@{n}ontoso.com") for n in "cC"]
    _, found = scan("".join(entries), select=["upn-trailing-dot", "upn-duplicate"])
    assert proposals(found) == {"CN=c": None, "CN=C": None}


def test_a_proposal_that_the_entry_holds_itself_stays(scan):
    text = user("CN=a", userPrincipalName="ab.@contoso.com", mail="ab@contoso.com")
    _, found = scan(text, select=INVALID)
    assert proposals(found) == {"CN=a": "ab@contoso.com"}


def test_a_proposal_that_another_check_has_something_against_is_not_made(scan):
    check = '''
class Never(ValueCheck):
    """Never.

    Fix: none.
    See: https://contoso.com
    """
    id = "never"
    severity = Severity.WARNING
    kinds = USERS
    reads = ("userPrincipalName",)

    def wrong(self, value):
        return "is ours" if value == "ab@contoso.com" else None

    def examine(self, entry):
        return super().examine(entry)
'''
    text = user("CN=a", userPrincipalName="ab.@contoso.com")
    _, found = scan(text, check, select=[*INVALID, "never"])
    assert proposals(found) == {"CN=a": None}


CRASHES = {
    "examine": "def examine(self, entry):\n        raise RuntimeError('no luck')",
    "compare": 'keys = (Key("ours", "mail", str.lower),)\n'
    "    def compare(self, holders):\n        raise RuntimeError('no luck')",
    "conclude": "def conclude(self, counts):\n        raise RuntimeError('no luck')",
    "when": "when = where('mail', lambda mail: 1 / 0)\n"
    "    def examine(self, entry):\n        yield from ()",
    "fold": "keys = (Key('ours', 'mail', lambda value: 1 / 0),)",
}


@pytest.mark.parametrize("where", CRASHES)
def test_a_check_that_crashes_is_told_and_the_scan_goes_on(scan, where):
    text = user("CN=a", mail="a", description="a") + user("CN=b", mail="A") + user("CN=c")
    result, found = scan(text, f"\n    {CRASHES[where]}\n", select=["ours", "upn-missing"])
    assert [one.check for one in found] == ["upn-missing"] * 3
    [ours] = [one for one in result.checks if one.id == "ours"]
    assert ours.status == "crashed"
    assert "ours crashed" in result.trouble[0]
    assert not result.is_complete
    assert result.verdict == "incomplete"
    assert result.exit_status == 3


def test_a_check_that_crashes_on_a_proposal_is_told(scan):
    check = '''
class Fragile(ValueCheck):
    """Fragile.

    Fix: none.
    See: https://contoso.com
    """
    id = "fragile"
    severity = Severity.ERROR
    kinds = USERS
    reads = ("userPrincipalName",)

    def wrong(self, value):
        return None if ".@" in value else 1 / 0
'''
    text = user("CN=a", userPrincipalName="ab.@contoso.com")
    result, found = scan(text, check, select=[*INVALID, "fragile"])
    assert [one.check for one in found] == ["upn-trailing-dot"]
    assert result.exit_status == 3


def test_a_check_that_ends_the_program_is_a_crash(scan):
    check = "\n    def examine(self, entry):\n        raise SystemExit(0)\n"
    result, _ = scan(user("CN=a"), check, select=["ours"])
    assert result.exit_status == 3


def test_what_a_check_found_before_it_crashed_is_kept(scan):
    check = """
    def examine(self, entry):
        if entry.first("mail"):
            yield self.finding(entry, "mail", entry.first("mail"), "is there")
        raise RuntimeError("no luck")
"""
    result, found = scan(user("CN=a", mail="a") + user("CN=b", mail="b"), check, select=["ours"])
    assert [one.dn for one in found] == ["CN=a", "CN=b"]
    assert len(result.trouble) == 1


def test_a_check_of_ones_own_runs_with_the_others(scan):
    check = """
    def examine(self, entry):
        yield self.finding(entry, "mail", None, "is ours")
"""
    result, found = scan(user("CN=a"), check)
    assert "ours" in {one.check for one in found}
    assert result.is_complete


def test_a_check_that_skips_gives_its_reason(scan):
    result, _ = scan(user("CN=a"), plan=Plan(now=NOW))
    skipped = {one.id: one.reason for one in result.checks if one.status == "skipped"}
    assert skipped["upn-suffix-not-verified"]
    assert all(skipped.values())
    assert result.is_complete


def test_containers_that_are_excluded_are_told(scan):
    text = user("CN=a,OU=Lab,DC=x") + user("CN=b,OU=Staff,DC=x") + user("CN=c,DC=y")
    result, found = scan(text, select=["upn-missing"], exclude=("ou=lab,dc=x",), include=("dc=x",))
    assert [one.dn for one in found] == ["CN=b,OU=Staff,DC=x"]
    assert [(one.dn, one.reason) for one in result.out_of_scope()] == [
        ("CN=a,OU=Lab,DC=x", "excluded-ou"),
        ("CN=c,DC=y", "excluded-ou"),
    ]


def test_entries_that_are_excluded_hold_no_values(scan):
    text = user("CN=a,OU=Lab", userPrincipalName="a@x.de") + user(
        "CN=b", userPrincipalName="a@x.de"
    )
    assert scan(text, select=["upn-duplicate"], exclude=("ou=lab",))[1] == []


def test_an_entry_with_several_errors_is_counted_once(scan):
    duplicate = {"userPrincipalName": "a b@contoso.com", "mail": "a b"}
    text = user("CN=a", **duplicate) + user("CN=b", **duplicate) + user("CN=c", displayName="c")
    result, found = scan(text, select=["upn-invalid-character", "mail-malformed", "upn-duplicate"])
    assert sum(one.severity is Severity.ERROR for one in found if one.dn == "CN=a") > 1
    assert result.in_scope == 3
    assert result.ready == 1
    assert result.counts.not_ready == {"user": 2}
    assert result.counts.suffixes == {"contoso.com": 2}
    assert result.counts.suffixes_not_ready == {"contoso.com": 2}


def test_an_entry_with_an_error_from_a_comparison_alone_is_not_ready(scan):
    text = user("CN=a", userPrincipalName="a@contoso.com") * 2
    result, found = scan(text, select=["upn-duplicate"])
    assert len(found) == 2
    assert result.ready == 0


def test_warnings_do_not_spoil_an_entry(scan):
    result, found = scan(user("CN=a"), select=["mail-missing"])
    assert {one.severity for one in found} <= {Severity.WARNING, Severity.INFO}
    assert result.ready == 1


def test_what_every_user_needs_is_counted(scan):
    full = {"userPrincipalName": "a@x.de", "mail": "a@x.de", "displayName": "a"}
    text = user("CN=a", **full) + user("CN=b", mail=" ") + user("CN=c", displayName="c")
    result, _ = scan(text)
    assert result.counts.essentials == {
        "display_name": 2,
        "user_principal_name": 1,
        "mail": 1,
        "all_three": 1,
    }


def test_damage_makes_the_scan_incomplete_and_names_file_and_line(scan, tmp_path):
    result, found = scan(
        user("CN=a") + "dn: CN=b\nprose\n\n" + user("CN=c"), select=["upn-missing"]
    )
    assert [one.dn for one in found] == ["CN=a", "CN=c"]
    [problem] = result.sources[0].problems
    assert problem.startswith(f"{tmp_path / 'export.ldif'}:6: the line is not of the form")
    assert result.exit_status == 3


def test_only_the_first_problems_are_told_one_by_one(scan):
    result, _ = scan("dn: CN=b\nprose\n\n" * 1234)
    assert len(result.sources[0].problems) == 100
    assert result.sources[0].unlisted == 1134
    assert "1,234 problems" in result.gate.reasons[0]


def test_the_problems_of_all_partitions_are_counted():
    damaged = "dn: CN=b\nprose\n\n"
    number = 3 * 2**20 // len(damaged)  # standard input is a partition a mebibyte
    done = run("scan", "-", "--jobs=1", "--report=json:-", stdin=damaged * number)
    written = json.loads(done.stdout)
    assert len(written["sources"][0]["problems"]) == 101
    assert written["sources"][0]["problems"][-1] == f"{number - 100:,} further problems"
    assert f"{number:,} problems" in written["gate"]["reasons"][0]


def test_that_a_file_is_a_list_of_changes_is_told_before_its_many_problems(scan):
    damaged = "dn: CN=b\nprose\n\n"
    number = 2**21 // len(damaged)  # more than a block
    result, _ = scan(damaged * number + "dn: CN=c\nchangetype: modify\n\n")
    [source] = result.sources
    assert f":{3 * number + 2}: is a list of changes (changetype: “modify”)" in source.problems[0]
    assert len(source.problems) == 100


@pytest.mark.parametrize("changetype", ["modify", "Delete"])
def test_a_list_of_changes_is_one_problem(scan, changetype):
    one = f"dn: CN=b\nchangetype: {changetype}\n\n"
    result, _ = scan("dn: CN=a\nchangetype: add\n\n" + one * 50)
    [problem] = result.sources[0].problems
    assert ":5: is a list of changes" in problem


def test_text_that_is_not_utf_8_is_told(scan):
    result, _ = scan(b"dn: CN=a\nobjectClass: user\ncn: M\xfcller\n\n")
    assert "not UTF-8" in result.sources[0].problems[0]


def test_a_character_may_be_folded_in_its_middle(scan):
    octets = user("CN=a", displayName="Zoë 東 😀\u200b").encode()
    for at in range(octets.index(b"Zo"), len(octets) - 4):
        folded = octets[:at] + b"\n " + octets[at:]
        result, found = scan(folded, select=["attribute-hidden-character"])
        assert result.is_complete, folded
        assert [one.value for one in found] == ["Zoë 東 😀\u200b"], folded


def test_a_file_without_a_last_line_end_may_be_cut_short(scan):
    result, found = scan(user("CN=a").rstrip(), select=["upn-missing"])
    assert len(found) == 1
    assert "may be cut short" in result.sources[0].problems[0]


def test_a_byte_order_mark_is_no_part_of_the_first_name(scan):
    result, found = scan(b"\xef\xbb\xbf" + user("CN=a").encode(), select=["upn-missing"])
    assert result.is_complete
    assert [(one.dn, one.line) for one in found] == [("CN=a", 1)]


def test_a_record_that_is_too_long_is_left_out_and_told(scan, monkeypatch):
    monkeypatch.setattr(block_splitter, "BLOCK_SIZE", 100)
    monkeypatch.setattr(block_splitter, "RECORD_MAX", 1000)
    text = user("CN=a") + user("CN=b", member=["CN=x"] * 500) + user("CN=c")
    result, found = scan(text, select=["upn-missing"])
    assert [(one.dn, one.line) for one in found] == [("CN=a", 1), ("CN=c", 509)]
    assert len(result.sources[0].problems) == 1, result.sources[0].problems
    assert "the record is longer than" in result.sources[0].problems[0]


def test_very_many_entries_without_a_blank_line_between_them_are_read(scan):
    entry = "dn: CN={}\nobjectClass: user\nuserPrincipalName: a@x.de\nsAMAccountName: a\n"
    result, found = scan("".join(map(entry.format, range(70_000))), select=["upn-duplicate"])
    assert result.is_complete
    assert len(found) == 70_000
    assert len({one.dn for one in found}) == 70_000


def test_an_empty_source_is_empty(scan):
    result, _ = scan("")
    assert result.verdict == "empty"
    assert result.exit_status == 4


def test_sources_without_anything_in_scope_are_empty(scan):
    result, _ = scan("dn: OU=a\nobjectClass: organizationalUnit\n\n")
    assert result.exit_status == 4


def test_one_source_that_cannot_be_read_leaves_the_others(tmp_path):
    path = tmp_path / "export.ldif"
    path.write_text(user("CN=a"))
    with private_folder() as folder:
        told = job(folder, select=["upn-missing"])
        result = scanned(told, tmp_path / "missing", tmp_path, path)
        assert [source.entries for source in result.sources] == [0, 0, 1]
        assert [source.is_complete for source in result.sources] == [False, False, True]
        assert result.exit_status == 3


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_empty_file_among_others_changes_nothing(tmp_path, monkeypatch, jobs):
    monkeypatch.setattr(partitions, "_RANGE_MIN", 1000)
    monkeypatch.setattr(partitions, "_RANGE_MAX", 1000)
    empty, other = tmp_path / "empty.ldif", tmp_path / "other.ldif"
    empty.touch()
    other.touch()
    with private_folder() as folder:
        told = job(folder, select=["upn-missing"])
        result = scanned(told, empty, SAMPLES / "contoso.ldif", other, jobs=jobs)
        assert result.is_complete
        assert [source.entries > 0 for source in result.sources] == [False, True, False]


def test_the_temporary_folder_is_private_and_gone_in_the_end():
    with private_folder() as folder:
        assert folder.stat().st_mode & 0o777 == 0o700
        (folder / "file").touch()
    assert not folder.exists()


def test_a_report_can_be_written_again_and_again(tmp_path):
    with private_folder() as folder:
        result = scanned(job(folder), SAMPLES / "contoso.ldif")
        assert report(result) == report(result)
    assert not list(tmp_path.iterdir())
