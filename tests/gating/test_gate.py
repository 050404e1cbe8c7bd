"""What the gate decides, and why."""

import json
from decimal import Decimal

import pytest

from readiness.checking.documentation import Doc
from readiness.checking.outcome import CheckOutcome, FindingCounts
from readiness.command.config_file.budgets import budget_of
from readiness.gating.gate import Budget, Gate, exit_status, judge
from readiness.gating.verdict import Verdict
from readiness.model.finding import Severity
from tests.running import people, run

DOC = Doc("Title", "Text", "Fix", (), ())


def outcome(name, *shares):
    """What became of a check that has findings of these severities."""
    return CheckOutcome(name, shares[0].severity, "ran", None, DOC, shares)


CHECKS = [
    outcome("upn-missing", FindingCounts(Severity.ERROR, 2)),
    outcome("mail-missing", FindingCounts(Severity.WARNING, 61, suppressed=1)),
    outcome("stale-account", FindingCounts(Severity.WARNING, 5)),
    outcome("nested", FindingCounts(Severity.INFO, 7)),
]
SPLIT = outcome(
    "contact-shares-mail", FindingCounts(Severity.ERROR, 1), FindingCounts(Severity.WARNING, 3)
)


def gate(*budgets, fail_on=Severity.ERROR, in_scope=1000, unread=0, checks=CHECKS):
    return judge(checks, fail_on=fail_on, in_scope=in_scope, unread=unread, budgets=budgets)


def test_findings_at_or_above_the_level_fail():
    assert gate().reasons == ("2 findings at or above error",)
    assert gate(fail_on=Severity.WARNING).reasons == ("67 findings at or above warning",)
    assert gate(fail_on=Severity.WARNING).failing == {
        "upn-missing",
        "mail-missing",
        "stale-account",
    }


def test_findings_that_are_milder_than_their_check_count_as_what_they_are():
    assert gate(checks=[SPLIT]).reasons == ("1 finding at or above error",)
    assert gate(checks=[SPLIT], fail_on=Severity.WARNING).reasons == (
        "4 findings at or above warning",
    )
    found = gate(Budget("warning", 2), Budget("error", 1), checks=[SPLIT])
    assert found.reasons == ("warning: 3 findings, and 2 allowed",)
    assert found.failing == {"contact-shares-mail"}


def test_never_is_never():
    assert gate(Budget("error", 0), fail_on=None).passed


def test_a_budget_of_a_check_goes_before_the_level():
    assert gate(Budget("upn-missing", 2)).passed
    assert gate(Budget("upn-missing", 1)).reasons == ("upn-missing: 2 findings, and 1 allowed",)


def test_a_budget_of_a_check_goes_before_that_of_its_severity():
    passed = gate(Budget("mail-missing", 60), Budget("warning", 5), Budget("error", 2))
    assert passed.passed
    assert [spent.findings for spent in passed.budgets] == [60, 5, 2]


def test_a_budget_below_the_level_fails_all_the_same():
    found = gate(Budget("error", 2), Budget("warning", 64))
    assert found.reasons == ("warning: 65 findings, and 64 allowed",)
    assert found.failing == {"mail-missing", "stale-account"}


def test_a_budget_can_be_a_share_of_the_objects_in_scope():
    errors = Budget("error", 2)
    assert gate(Budget("warning", Decimal("6.5"), is_share=True), errors).passed
    assert gate(Budget("warning", Decimal("6.4"), is_share=True), errors).reasons == (
        "warning: 65 findings, and 64 allowed (6.4% of the objects in scope)",
    )


@pytest.mark.parametrize(
    ("share", "in_scope", "allowed"),
    [
        ("0.57%", 10_000, 57),
        ("0.28 %", 10_000, 28),
        ("100%", 7, 7),
        ("1.4%", 500, 7),
        ("2%", 49, 0),
    ],
)
def test_a_share_is_reckoned_as_it_is_written(share, in_scope, allowed):
    budget = budget_of("error", share)
    assert budget
    assert budget.allowed(in_scope) == allowed
    assert str(budget) == share.replace(" ", "")


def test_neither_an_empty_nor_an_incomplete_scan_passes():
    assert not gate(checks=[], in_scope=0).passed
    assert not gate(checks=[], unread=1, fail_on=None).passed


@pytest.mark.parametrize(
    ("verdict", "passed", "status"),
    [
        (Verdict.READY, True, 0),
        (Verdict.READY, False, 1),
        (Verdict.NOT_ASSESSED, True, 0),
        (Verdict.NOT_READY, True, 0),
        (Verdict.NOT_READY, False, 1),
        (Verdict.INCOMPLETE, False, 3),
        (Verdict.EMPTY, False, 4),
    ],
)
def test_the_exit_status_follows_the_gate_if_there_was_anything_to_judge(verdict, passed, status):
    reasons = () if passed else ("1 finding at or above error",)
    assert exit_status(verdict, Gate(Severity.ERROR, reasons)) == status


def test_of_many_deselected_checks_the_number_is_told():
    aside = [
        CheckOutcome(
            f"check-{number}", Severity.INFO, "skipped", None, DOC, status_reason="deselected"
        )
        for number in range(9)
    ]
    [waiver] = gate(checks=aside).waivers
    assert waiver.endswith("check-3, check-4 and 4 further checks")


@pytest.fixture
def export(tmp_path):
    """Two users in scope, with two errors and two warnings."""
    (tmp_path / "export.ldif").write_text(people("contoso.local"))
    return tmp_path


@pytest.mark.parametrize(
    ("options", "status"),
    [
        ([], 1),
        (["--fail-on=never"], 0),
        (["--max=error=2"], 0),
        (["--max=error=1"], 1),
        (["--max=error=100%"], 0),
        (["--max=error=99.9%"], 1),
        (["--max=upn-suffix-not-routable=2"], 0),
        (["--max=upn-suffix-not-routable=2", "--fail-on=warning"], 1),
        (["--max=upn-suffix-not-routable=2", "--fail-on=warning", "--max=warning=2"], 0),
        (["--set-severity=upn-suffix-not-routable=warning"], 0),
        (["--set-severity=mail-missing=error", "--ignore=upn-*"], 1),
        (["--ignore=upn-*"], 0),
        (["--select=mail-*"], 0),
    ],
)
def test_the_command_ends_as_the_gate_decides(export, options, status):
    assert run("scan", "export.ldif", *options, cwd=export).returncode == status


def test_the_reasons_and_budgets_are_in_the_json_report(export):
    done = run("scan", "export.ldif", "--max=error=1", "--report=json:-", cwd=export)
    assert json.loads(done.stdout)["gate"] == {
        "fail_on": "error",
        "passed": False,
        "exit_status": 1,
        "reasons": ["error: 2 findings, and 1 allowed"],
        "waivers": ["budget error: 2 of 1"],
        "budgets": [
            {"target": "error", "budget": "1", "allowed": 1, "findings": 2, "exceeded": True}
        ],
    }


@pytest.mark.parametrize(
    "form", ["html", "json", "ndjson", "sarif", "junit", "markdown", "github", "azure"]
)
def test_the_reasons_are_in_every_output(export, form):
    done = run("scan", "export.ldif", "--max=error=1", f"--report={form}:-", cwd=export)
    plain = done.stdout.replace("&#58;", ":")
    assert "error: 2 findings, and 1 allowed" in plain.lower()
    assert (
        "error: 2 findings, and 1 allowed"
        in run("scan", "export.ldif", "--max=error=1", cwd=export).stdout
    )
