"""The verdict and the gate are two things: no waiver makes a directory ready."""

import json
from typing import Any

import pytest

from readiness.checking.documentation import Doc
from readiness.checking.outcome import CheckOutcome
from readiness.gating.verdict import Gaps, Outlook, Verdict, assess
from readiness.model.finding import Severity
from tests.running import ANA, BOB, people, run, user

DOMAIN = "--domain=contoso.com"
RULE = "[[suppress]]\ncheck = 'upn-suffix-not-routable'\nreason = 'a lab'\n"
WHO = {"givenName": "Eva", "userPrincipalName": "eva@contoso.com", "mail": "eva@contoso.com"}


@pytest.fixture
def folder(tmp_path):
    """A folder with an export of two people whose suffix nobody can verify, and a clean one."""
    (tmp_path / "export.ldif").write_text(people("contoso.local"))
    (tmp_path / "clean.ldif").write_text(people())
    return tmp_path


def scanned(folder, *options, export="export.ldif"):
    """The exit status and the report."""
    done = run("scan", export, *options, "--report=json:-", cwd=folder)
    return done.returncode, json.loads(done.stdout)


def test_ready_needs_the_domains_and_every_check_of_errors(folder):
    status, report = scanned(folder, DOMAIN, export="clean.ldif")
    assert (status, report["verdict"]) == (0, "ready")
    assert report["because"] == report["gate"]["waivers"] == []


@pytest.mark.parametrize(
    ("options", "because"),
    [
        ([], "whether the suffixes are verified was not asked: --domain"),
        ([DOMAIN, "--ignore=upn-missing"], "1 check of severity error was deselected"),
        ([DOMAIN, "--set-severity=upn-missing=off"], "1 check of severity error was deselected"),
        ([DOMAIN, "--set-severity=upn-missing=info"], "1 check of severity error was lowered"),
    ],
)
def test_what_was_not_asked_keeps_a_clean_directory_from_being_ready(folder, options, because):
    status, report = scanned(folder, *options, export="clean.ldif")
    assert (status, report["verdict"], report["gate"]["passed"]) == (0, "not-assessed", True)
    assert report["because"] == [because]


@pytest.mark.parametrize("option", ["--ignore=mail-missing", "--set-severity=mail-missing=info"])
def test_a_check_of_warnings_may_be_deselected_or_lowered(folder, option):
    _, report = scanned(folder, DOMAIN, option, export="clean.ldif")
    assert report["verdict"] == "ready"
    assert report["gate"]["waivers"]


@pytest.mark.parametrize("options", [["--ignore=*"], ["--select=mail-missing"]])
def test_deselecting_what_finds_the_errors_is_not_assessed(folder, options):
    status, report = scanned(folder, DOMAIN, *options)
    assert (status, report["verdict"]) == (0, "not-assessed")
    assert report["gate"]["waivers"][0].startswith("deselected: ")


@pytest.mark.parametrize(
    ("options", "waiver"),
    [
        (["--fail-on=never"], "--fail-on never: findings do not fail the gate"),
        (
            ["--fail-on=never", "--max=error=1"],
            "--fail-on never: findings do not fail the gate, and no budget is asked (1 budget)",
        ),
        (["--max=error=60"], "budget error: 2 of 60"),
        (["--max=upn-suffix-not-routable=100%"], "budget upn-suffix-not-routable: 2 of 2"),
    ],
)
def test_no_waiver_makes_an_error_ready(folder, options, waiver):
    status, report = scanned(folder, DOMAIN, *options)
    assert (status, report["verdict"], report["gate"]["passed"]) == (0, "not-ready", True)
    assert report["gate"]["waivers"] == [waiver]
    assert report["because"] == ["2 of 2 users are not ready"]
    assert report["summary"]["people"] == {"in_scope": 2, "ready": 0, "accepted": 0}


def test_a_baseline_lets_the_gate_pass_and_no_more(folder):
    run("scan", "export.ldif", DOMAIN, "--write-baseline=old.json", cwd=folder)
    status, report = scanned(folder, DOMAIN, "--baseline=old.json")
    assert (status, report["verdict"]) == (0, "not-ready")
    assert report["gate"]["waivers"] == ["baseline: 4 findings known before"]


def test_a_lowered_error_is_not_ready_for_those_who_have_others(folder):
    broken = user("CN=eve,DC=contoso,DC=com", userPrincipalName="eve @contoso.com")
    (folder / "export.ldif").write_text(people("contoso.local") + broken)
    _, report = scanned(folder, DOMAIN, "--set-severity=upn-suffix-not-routable=warning")
    assert report["verdict"] == "not-ready"
    assert report["gate"]["waivers"] == ["lowered: upn-suffix-not-routable from error to warning"]


def test_a_warning_that_fails_the_gate_leaves_the_directory_ready(folder):
    status, report = scanned(folder, DOMAIN, "--fail-on=warning", export="clean.ldif")
    assert (status, report["verdict"], report["gate"]["passed"]) == (1, "ready", False)


def test_who_has_only_suppressed_errors_counts_as_ready_and_is_counted_apart(folder):
    (folder / "readiness.toml").write_text(f"{RULE}guid = '{ANA}'\n")
    status, report = scanned(folder, DOMAIN)
    assert (status, report["verdict"]) == (1, "not-ready")
    assert report["summary"]["people"] == {"in_scope": 2, "ready": 1, "accepted": 1}
    assert report["summary"]["by_kind"] == {"user": {"in_scope": 2, "ready": 1}}
    assert report["gate"]["waivers"] == ["suppressed: 1 finding"]


def test_a_directory_whose_errors_are_all_suppressed_is_ready(folder):
    (folder / "readiness.toml").write_text(f"{RULE}ou = 'DC=contoso,DC=com'\n")
    status, report = scanned(folder, DOMAIN)
    assert (status, report["verdict"]) == (0, "ready")
    assert report["summary"]["people"] == {"in_scope": 2, "ready": 2, "accepted": 2}


def test_a_suppressed_error_beside_another_one_is_not_ready(folder):
    (folder / "readiness.toml").write_text(f"{RULE}ou = 'DC=contoso,DC=com'\n")
    same = {"userPrincipalName": "ana@contoso.local"}
    twins = "".join(
        user(f"CN={name},DC=contoso,DC=com", guid, **same)
        for name, guid in (("a", ANA), ("b", BOB))
    )
    (folder / "export.ldif").write_text(twins)
    _, report = scanned(folder, DOMAIN)
    assert report["verdict"] == "not-ready"
    assert report["summary"]["people"]["accepted"] == 0


def test_a_suppression_that_is_over_does_not_make_anybody_ready(folder):
    rule = f"{RULE}ou = 'DC=contoso,DC=com'\nexpires = 2020-01-01\n"
    (folder / "readiness.toml").write_text(rule)
    _, report = scanned(folder, DOMAIN)
    assert (report["verdict"], report["summary"]["people"]["ready"]) == ("not-ready", 0)


def test_an_incomplete_scan_says_so_whatever_else_it_found(folder):
    (folder / "cut.ldif").write_text(people("contoso.local") + "dn: CN=x\nbroken\n")
    for option in ("--fail-on=never", "--ignore=*"):
        status, report = scanned(folder, DOMAIN, option, export="cut.ldif")
        assert (status, report["verdict"], report["gate"]["passed"]) == (3, "incomplete", False)
    (folder / "empty.ldif").write_text("dn: CN=x\nbroken\n")
    assert scanned(folder, export="empty.ldif")[0] == 3


def test_a_directory_without_objects_in_scope_is_empty(folder):
    (folder / "empty.ldif").write_text("dn: CN=c,DC=contoso,DC=com\nobjectClass: container\n")
    status, report = scanned(folder, DOMAIN, "--fail-on=never", export="empty.ldif")
    assert (status, report["verdict"], report["gate"]["passed"]) == (4, "empty", False)


@pytest.mark.parametrize(
    ("changed", "left_out"),
    [
        ({}, 1),
        ({"givenName": None, "sn": "Adler"}, 1),
        ({"givenName": None, "msExchMailboxGuid": ANA}, 1),
        ({"givenName": " ", "userAccountControl": "512"}, 0),
        ({"userAccountControl": "514"}, 0),
        ({"servicePrincipalName": "http/web"}, 0),
        ({"sAMAccountName": "svc-web"}, 0),
        ({"isCriticalSystemObject": "TRUE"}, 0),
        ({"msExchRecipientTypeDetails": "4"}, 0),
        ({"objectClass": "contact"}, 0),
        ({"adminDescription": None}, 0),
    ],
)
def test_people_who_are_left_out_are_counted(folder, changed, left_out):
    values = WHO | {"adminDescription": "User_opted_out"} | changed
    eva = user("CN=eva,DC=contoso,DC=com", **values)
    (folder / "export.ldif").write_text(people() + eva)
    _, report = scanned(folder, DOMAIN)
    assert report["summary"]["left_out_people"] == left_out


@pytest.mark.parametrize("form", ["html", "sarif", "markdown", "junit", "github", "azure"])
def test_no_format_calls_a_directory_ready_that_the_gate_let_pass(folder, form):
    done = run("scan", "export.ldif", DOMAIN, "--fail-on=never", f"--report={form}:-", cwd=folder)
    assert done.returncode == 0
    assert "<title>Ready" not in done.stdout
    assert "# Ready" not in done.stdout
    assert '"verdict": "ready"' not in done.stdout


def test_the_console_says_both(folder):
    done = run("scan", "export.ldif", DOMAIN, "--max=error=60", cwd=folder)
    assert done.stdout.startswith("NOT READY: ")
    assert "gate passed (2 of at most 60 errors); the directory is not ready: " in done.stdout


SUPPRESSED = RULE + "ou = 'DC=contoso,DC=com'\n"


@pytest.mark.parametrize("form", ["console", "markdown", "html"])
def test_accepted_errors_are_said_beside_the_number_of_ready_objects(folder, form):
    (folder / "readiness.toml").write_text(SUPPRESSED)
    report = () if form == "console" else (f"--report={form}:-",)
    text = run("scan", "export.ldif", DOMAIN, *report, cwd=folder).stdout
    assert "ready" in text.lower()
    assert "2 of them with accepted errors" in text
    assert "no object has an error" not in text


@pytest.mark.parametrize("form", ["console", "markdown", "html"])
@pytest.mark.parametrize("rest", ["", "dn: CN=cut,DC=contoso,DC=com\n"])
def test_what_was_not_assessed_is_not_counted_as_ready(folder, form, rest):
    (folder / "export.ldif").write_text(people() + rest)
    report = () if form == "console" else (f"--report={form}:-",)
    text = run("scan", "export.ldif", *report, cwd=folder).stdout
    assert "without a known error, not assessed" in text
    assert "100.0%" not in text
    assert "objects ready" not in text


@pytest.mark.parametrize("form", ["console", "markdown", "html", "json"])
def test_who_was_not_asked_for_everything_can_go_at_most(folder, form):
    broken = user("CN=eve,DC=contoso,DC=com", userPrincipalName="eve @contoso.com")
    (folder / "export.ldif").write_text(people() + broken)
    report = () if form == "console" else (f"--report={form}:-",)
    partly = run("scan", "export.ldif", *report, cwd=folder).stdout
    assert "At most 2 of 3 people can be synchronised as they should" in partly
    assert "hether the suffixes are verified was not asked" in partly
    assert "3 ready" not in partly
    settled = run("scan", "export.ldif", DOMAIN, *report, cwd=folder).stdout
    assert "2 of 3 people can be synchronised as they should" in settled
    assert "At most 2 of" not in settled


def test_errors_of_others_say_nothing_of_people_who_were_not_checked(folder):
    list_ = {"objectClass": "group", "groupType": "2", "mail": "g@contoso.com"}
    group = user("CN=g,DC=contoso,DC=com", **list_, proxyAddresses="SMTP:g g@contoso.com")
    (folder / "export.ldif").write_text(people() + group)
    _, report = scanned(folder)
    assert report["verdict"] == "not-ready"
    assert report["summary"]["answer"]["sentence"] == (
        "Whether 2 people can be synchronised was only partly checked."
    )


def outcome(severity=Severity.ERROR, **given):
    doc = Doc("Title", "Text", "Fix", (), ())
    return CheckOutcome("a-check", severity, "skipped", None, doc, **given)


def test_a_check_that_lacked_attributes_keeps_a_directory_from_being_ready():
    verdict, because, *_ = assess(
        [outcome(status_reason="attribute-missing"), outcome(status_reason="does-not-apply")],
        gaps=Gaps(),
        objects=Outlook(2, 2),
        people=Outlook(2, 2),
        errors=0,
        knows_domains=True,
    )
    assert verdict is Verdict.NOT_ASSESSED
    assert because == (
        "1 check of severity error was not asked, since the export lacks attributes",
    )


def test_an_error_about_no_object_in_scope_is_not_ready():
    verdict, because, *_ = assess(
        [], gaps=Gaps(), objects=Outlook(2, 2), people=Outlook(2, 2), errors=1, knows_domains=True
    )
    assert verdict is Verdict.NOT_READY
    assert because == ("1 error concerns objects out of scope, or the whole directory",)


def test_the_precedence_is_incomplete_empty_not_ready_not_assessed_ready():
    given: dict[str, Any] = {
        "checks": [outcome(status_reason="deselected")],
        "gaps": Gaps(tenant=1),
        "errors": 1,
    }
    given |= {"objects": Outlook(0, 0), "people": Outlook(0, 0), "knows_domains": True}
    found = [assess(**given).verdict]
    changes: tuple[dict[str, Any], ...] = (
        {"gaps": Gaps()},
        {"objects": Outlook(2, 1), "people": Outlook(1, 0)},
        {"errors": 0},
        {"checks": []},
    )
    for change in changes:
        given |= change
        found.append(assess(**given).verdict)
    assert found == list(Verdict)
