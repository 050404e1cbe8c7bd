"""A baseline makes the gate judge what is new; a suppression, what nobody has accepted."""

import json
import re

import pytest

from tests.running import ANA, BOB, CONTOSO, people, run, user

EVE = "a1a2a3a4-b5b6-4c7c-8d9d-000000000003"
RULE = "[[suppress]]\ncheck = 'upn-suffix-not-routable'\nreason = 'a lab'\n"


@pytest.fixture
def folder(tmp_path):
    """A folder with an export of two users who have an error and a warning each."""
    (tmp_path / "export.ldif").write_text(people("contoso.local"))
    return tmp_path


def scanned(folder, *options):
    """The exit status, the report, and what was said."""
    done = run("scan", "export.ldif", *options, "--report=json:-", cwd=folder)
    return done.returncode, json.loads(done.stdout or "null"), done.stderr


def states(report):
    return [(one["check"], one["dn"][3:6], one["state"]) for one in report["findings"]]


@pytest.mark.parametrize("option", ["--report=old.json", "--write-baseline=old.json"])
def test_only_what_is_new_fails_the_gate(folder, option):
    assert run("scan", "export.ldif", option, cwd=folder).returncode == 1
    status, report, _ = scanned(folder, "--baseline=old.json")
    assert (status, report["gate"]["passed"]) == (0, True)
    assert {one["state"] for one in report["findings"]} == {"baseline"}
    eve = {"userPrincipalName": "eve@contoso.local", "mail": "eve@contoso.com"}
    more = user("CN=eve,DC=contoso,DC=com", EVE, **eve)
    (folder / "export.ldif").write_text(people("contoso.local") + more)
    status, report, _ = scanned(folder, "--baseline=old.json")
    assert status == 1
    assert report["gate"]["reasons"] == ["1 new finding at or above error"]
    assert ("upn-suffix-not-routable", "eve", None) in states(report)
    assert report["summary"]["by_state"] == {"counting": 1, "suppressed": 0, "baseline": 4}


def test_new_persisting_and_fixed_findings_are_counted(folder):
    run("scan", "export.ldif", "--write-baseline=old.json", cwd=folder)
    (folder / "export.ldif").write_text(
        people().partition("\n\n")[0]
        + "\n\n"
        + user("CN=eve,DC=contoso,DC=com", EVE, userPrincipalName="eve@contoso.local")
    )
    _, report, _ = scanned(folder, "--baseline=old.json")
    assert report["baseline"] == {
        "location": "old.json",
        "known": 4,
        "new": 2,
        "persisting": 1,
        "fixed": 3,
    }
    done = run("scan", "export.ldif", "--baseline=old.json", cwd=folder)
    assert "since the baseline: 2 new, 1 persisting, 3 fixed" in done.stdout


def test_what_a_check_would_say_that_did_not_run_is_not_fixed(folder):
    run("scan", "export.ldif", "--write-baseline=old.json", cwd=folder)
    _, report, _ = scanned(folder, "--baseline=old.json", "--select=mail-missing")
    assert report["baseline"]["fixed"] == 0


def test_a_finding_survives_a_renamed_ou(folder):
    run("scan", "export.ldif", "--write-baseline=old.json", cwd=folder)
    (folder / "export.ldif").write_text(people("contoso.local", ou="People"))
    assert scanned(folder, "--baseline=old.json")[0] == 0


def test_what_is_found_most_often_is_said_of_the_directory_whatever_was_known(folder):
    (folder / "export.ldif").write_text(people("a b.com"))
    _, first, _ = scanned(folder, "--write-baseline=old.json")
    _, report, _ = scanned(folder, "--baseline=old.json")
    assert report["summary"]["answer"] == first["summary"]["answer"]
    assert "Found most often: " in report["summary"]["answer"]["because"]


def test_a_written_baseline_tells_nothing_about_people(folder):
    run("scan", "export.ldif", "--write-baseline=old.json", cwd=folder)
    text = (folder / "old.json").read_text()
    facts = json.loads(text)
    assert facts["readiness_baseline"] == "1.0"
    assert set(facts["findings"]) == {"upn-suffix-not-routable", "mail-missing"}
    prints = [one for some in facts["findings"].values() for one in some]
    assert all(re.fullmatch(r"[0-9a-f]{32}", one) for one in prints)
    for secret in ("ana", "contoso", "Staff", ANA):
        assert secret not in text


def test_a_report_that_another_program_has_laid_out_is_a_baseline(folder):
    run("scan", "export.ldif", "--report=old.json", cwd=folder)
    facts = json.loads((folder / "old.json").read_text())
    (folder / "old.json").write_text(json.dumps(facts, indent=4))
    assert scanned(folder, "--baseline=old.json")[0] == 0


def test_a_baseline_without_findings_knows_none(folder):
    export = (folder / "export.ldif").read_text()
    (folder / "export.ldif").write_text(user("CN=x,DC=contoso,DC=com", mail="x@contoso.com"))
    for option in ("--report=old.json", "--write-baseline=new.json"):
        run("scan", "export.ldif", option, "--select=mail-missing", cwd=folder)
    (folder / "export.ldif").write_text(export)
    for name in ("old.json", "new.json"):
        _, report, _ = scanned(folder, f"--baseline={name}")
        assert report["baseline"]["known"] == 0
        assert report["baseline"]["new"] == 4


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "{",
        "\0",
        '{\n"schema_version": "1.0",\n"findings": [\n',
        '{\n"schema_version": "1.0",\n"findings": [\n{"check": 1}\n]\n}\n',
        '{"schema_version": "1.0"}',
        '{"readiness_baseline": "9.0", "findings": {}}',
        '{"readiness_baseline": "1.0", "findings": {"x": ["zz"]}}',
        '{"readiness_baseline": "1.0", "findings": []}',
    ],
)
def test_a_file_that_is_no_baseline_is_refused(folder, text):
    (folder / "old.json").write_text(text)
    done = run("scan", "export.ldif", "--baseline=old.json", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "old.json" in done.stderr
    assert "bug" not in done.stderr


def test_an_incomplete_scan_makes_no_baseline(folder):
    (folder / "export.ldif").write_text(people() + "dn: CN=x\nbroken\n\n")
    done = run("scan", "export.ldif", "--write-baseline=old.json", cwd=folder)
    assert done.returncode == 3
    assert "makes no baseline" in done.stderr
    assert not (folder / "old.json").exists()


def suppressing(folder, rule, *options):
    (folder / "readiness.toml").write_text(rule)
    return scanned(folder, *options)


@pytest.mark.parametrize(
    ("scope", "names"),
    [
        ("ou = 'OU=Staff, DC=contoso,DC=com'", {"ana", "bob"}),
        ("dn = 'cn=Ana,OU=Staff,DC=contoso,DC=com'", {"ana"}),
        (f"guid = '{{{ANA.upper()}}}'", {"ana"}),
        (f"guid = '{BOB}'", {"bob"}),
        ("ou = 'OU=Lab,DC=contoso,DC=com'", set()),
        ("dn = 'OU=Staff,DC=contoso,DC=com'", set()),
    ],
)
def test_a_suppression_covers_what_it_names(folder, scope, names):
    _, report, _ = suppressing(folder, RULE + scope)
    assert {name for _, name, state in states(report) if state == "suppressed"} == names


def test_a_suppression_by_fingerprint_covers_one_finding(folder):
    found = scanned(folder)[1]["findings"][0]
    rule = RULE + f"fingerprint = '{found['fingerprint']}'"
    _, report, _ = suppressing(folder, rule)
    assert [one["dn"] for one in report["findings"] if one["state"]] == [found["dn"]]


def test_what_is_suppressed_does_not_fail_the_gate_and_stays_visible(folder):
    status, report, said = suppressing(folder, RULE + "ou = 'DC=contoso,DC=com'\nowner = 'me'")
    assert (status, said) == (0, "")
    first = report["findings"][0]
    assert (first["state"], first["suppression"]) == ("suppressed", "a lab")
    assert report["suppressions"] == [
        {
            "check": "upn-suffix-not-routable",
            "by": "ou",
            "value": "dc=contoso,dc=com",
            "reason": "a lab",
            "owner": "me",
            "expires": None,
            "expired": False,
            "findings": 2,
            "where": "readiness.toml:1",
        }
    ]
    summary = run("scan", "export.ldif", cwd=folder).stdout
    assert "2 findings suppressed" in summary


@pytest.mark.parametrize(
    ("form", "mark"),
    [
        ("csv", '"suppressed"'),
        ("ndjson", '"state":"suppressed"'),
        ("sarif", '"status": "accepted"'),
        ("junit", "[suppressed]"),
        ("markdown", "| suppressed |"),
        ("html", "suppressed"),
    ],
)
def test_suppressed_findings_are_in_every_report(folder, form, mark):
    (folder / "readiness.toml").write_text(RULE + "ou = 'DC=contoso,DC=com'")
    assert mark in run("scan", "export.ldif", f"--report={form}:-", cwd=folder).stdout


def test_a_suppression_holds_on_its_last_day(folder):
    rule = RULE + "ou = 'DC=contoso,DC=com'\nexpires = 2026-11-22"
    assert suppressing(folder, rule)[0] == 0


def test_an_expired_suppression_comes_back_with_a_warning(folder):
    rule = "\n" + RULE + "ou = 'DC=contoso,DC=com'\nexpires = 2026-11-21"
    status, report, said = suppressing(folder, rule)
    assert status == 1
    expected = (
        "readiness.toml:2: the suppression of upn-suffix-not-routable expired on 2026-11-21, and"
        " what it covers counts again (2): fix it, or decide again"
    )
    assert said == f"readiness: warning: {expected}\n"
    assert report["warnings"] == [expected]
    assert report["suppressions"][0]["expired"] is True


def test_a_suppression_that_covers_nothing_is_named(folder):
    _, report, said = suppressing(folder, RULE + "dn = 'CN=gone'")
    assert "readiness.toml:1: the suppression of upn-suffix-not-routable covers nothing" in said
    assert len(report["warnings"]) == 1


def test_what_was_suppressed_when_the_baseline_was_made_counts_when_it_ends(folder):
    rule = RULE + "ou = 'DC=contoso,DC=com'\n"
    suppressing(folder, rule, "--write-baseline=new.json")
    run("scan", "export.ldif", "--report=old.json", cwd=folder)
    for name in ("old.json", "new.json"):
        status, report, _ = suppressing(folder, "", f"--baseline={name}")
        assert status == 1
        assert report["baseline"]["new"] == 2


def test_every_finding_of_the_sample_has_a_fingerprint_of_its_own(tmp_path):
    done = run("scan", CONTOSO, "--domain=contoso.com", "--report=json:-", cwd=tmp_path)
    prints = [one["fingerprint"] for one in json.loads(done.stdout)["findings"]]
    assert len(prints) > 100
    assert len(set(prints)) == len(prints)
