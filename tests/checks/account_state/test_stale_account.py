from datetime import timedelta

import pytest

from readiness import to_filetime
from tests.conftest import NOW

ID = "stale-account"
LIMIT = to_filetime(NOW - timedelta(days=90))


def account(stamp: object, control: str = "512") -> dict[str, str]:
    return {"lastLogonTimestamp": str(stamp), "userAccountControl": control}


def test_the_last_logon_is_said(bench):
    [finding] = bench(ID).examine(account(to_filetime(NOW - timedelta(days=412))))
    assert finding.message == "is the last logon, 412 days ago (2025-10-06)"


def test_90_days_are_not_too_long(bench):
    assert not bench(ID).examine(account(LIMIT))
    assert bench(ID).examine(account(LIMIT - 1))


def test_the_plan_says_how_long_is_too_long(bench):
    month = account(to_filetime(NOW - timedelta(days=31)))
    assert not bench(ID).examine(month)
    assert bench(ID).with_plan(stale_days=30).examine(month)


@pytest.mark.parametrize("stamp", ["0", "-1", "", "never", str(to_filetime(NOW))])
def test_no_logon_and_a_recent_one_pass(bench, stamp):
    assert not bench(ID).examine(account(stamp))
    assert not bench(ID).examine({"userAccountControl": "512"})


def test_a_disabled_account_passes(bench):
    assert not bench(ID).examine(account(LIMIT - 1, control="514"))
