from datetime import timedelta

import pytest

from readiness import NEVER, to_filetime
from tests.conftest import NOW

ID = "account-expired"
SECOND = 10_000_000


@pytest.fixture
def expired(bench):
    return bench(ID).with_plan(identity_model="password-hash-sync")


def account(expires: object, control: str = "512") -> dict[str, str]:
    return {"accountExpires": str(expires), "userAccountControl": control}


def test_the_day_is_said(expired):
    [finding] = expired.examine(account(to_filetime(NOW - timedelta(days=30))))
    assert finding.message == "was the end of the account on 2026-10-23, which is still enabled"


def test_the_account_ends_with_its_last_moment(expired):
    now = to_filetime(NOW)
    assert expired.examine(account(now))
    assert not expired.examine(account(now + SECOND))


@pytest.mark.parametrize("never", [*NEVER, "", "soon"])
def test_an_account_without_an_end_passes(expired, never):
    assert not expired.examine(account(never))
    assert not expired.examine({"userAccountControl": "512"})


def test_a_disabled_account_passes(expired):
    assert not expired.examine(account(1, control="514"))


def test_a_time_that_no_calendar_holds_is_still_an_end(expired):
    [finding] = expired.examine(account(-(10**19)))
    assert finding.message == "was the end of the account, which is still enabled"
