"""Dates are read as PowerShell writes them in any country."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from readiness.sources.tables.dates import moment_of

MOMENT = datetime(2026, 3, 4, 14, 5, 6, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "/Date(1772633106000)/",
        "/Date(1772633106000+0100)/",
        "2026-03-04T14:05:06Z",
        "2026-03-04T15:05:06.0000000+01:00",
        "2026-03-04T14:05:06",
        "20260304140506.0Z",
        "3/4/2026 2:05:06 PM",
        "3/4/2026 2:05:06\u202fPM",
        "04/03/2026 14:05:06",
        "04.03.2026 14:05:06",
        "4-3-2026 14:05:06",
        "2026-03-04 14:05:06",
        "2026/03/04 14:05:06",
    ],
)
def test_a_date_is_read_in_every_spelling(text):
    assert moment_of(text) == MOMENT


@pytest.mark.parametrize(
    ("text", "hour"),
    [("3/14/2026 12:00:00 AM", 0), ("3/14/2026 12:00:00 PM", 12), ("14.03.2026", 0)],
)
def test_midnight_and_noon_are_told_apart(text, hour):
    assert moment_of(text) == datetime(2026, 3, 14, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "31.02.2026", "13/13/2026 1:00", "/Date(9999999999999999)/", "1/2/2026 25:00"],
)
def test_what_is_no_date_is_none(text):
    assert moment_of(text) is None


@given(some.text(alphabet="0123456789/.-: APM", max_size=24) | some.text(max_size=30))
def test_any_text_is_a_date_or_none(text):
    moment = moment_of(text)
    assert moment is None or moment.tzinfo
