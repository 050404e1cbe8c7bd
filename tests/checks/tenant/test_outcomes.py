"""Each outcome that is worth a finding has a check, and the check says what is known of it."""

import pytest

from readiness import ForecastCheck, Plan, Severity, Skip
from readiness.checking.documentation import doc_of
from readiness.cloud.matching.outcome import FACTS, Outcome
from tests.conftest import CHECKS

OURS = {check.outcome: check for check in CHECKS.values() if issubclass(check, ForecastCheck)}
GRAVE = {
    outcome: facts
    for outcome, facts in FACTS.items()
    if facts.severity and facts.severity >= Severity.WARNING
}


def test_every_outcome_has_a_check_that_is_grave_takes_over_a_mailbox_or_that_nobody_can_tell():
    assert OURS.keys() == {*GRAVE, Outcome.HARD_MATCH, Outcome.UNKNOWN}


@pytest.mark.parametrize("outcome", OURS)
def test_a_check_is_called_as_its_outcome_and_names_the_error_of_it(outcome):
    check, facts = OURS[outcome], FACTS[Outcome(outcome)]
    assert check.id == f"tenant-{outcome}"
    assert check.severity is (facts.severity if outcome in GRAVE else Severity.WARNING)
    assert facts.error is None or facts.error in doc_of(check).prevents


@pytest.mark.parametrize("check", OURS.values(), ids=OURS)
def test_nobody_is_asked_where_there_is_no_export_of_the_tenant(check):
    with pytest.raises(Skip, match="no export of the tenant"):
        check(Plan())
    assert not list(check(Plan(has_tenant=True)).examine(None))
