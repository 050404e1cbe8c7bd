"""Reads dates as PowerShell writes them: for machines, or for people of some country."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_GENERALIZED = re.compile(r"\d{14}(?:\.\d+)?Z")
_MILLISECONDS = re.compile(r"/Date\((-?\d{1,15})(?:[+-]\d{4})?\)/")
"""How ConvertTo-Json of Windows PowerShell writes a date, counted from 1970 in UTC:
https://learn.microsoft.com/dotnet/standard/datetime/system-text-json-support"""
_FOR_PEOPLE = re.compile(
    r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})"
    r"(?:,?\s+(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?(?:\s*([AP])\.?M\.?)?)?",
    re.IGNORECASE,
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NOON, _MONTHS, _YEAR_DIGITS = 12, 12, 4


def moment_of(text: str) -> datetime | None:
    """The moment that a text says, in UTC where it names no zone; None if it is not understood.

    Of 3/4/2026 the first number is the month if the time has AM or PM, as in the United States,
    and else the day.
    """
    try:
        return _of_machine(text) or _of_people(text)
    except (ValueError, OverflowError):
        return None


def _of_machine(text: str) -> datetime | None:
    if milliseconds := _MILLISECONDS.fullmatch(text):
        return _EPOCH + timedelta(milliseconds=int(milliseconds[1]))
    if _GENERALIZED.fullmatch(text):
        return datetime.strptime(text[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    # without a zone it is the local time of some administrator; hours do not matter to any check
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _of_people(text: str) -> datetime | None:
    match = _FOR_PEOPLE.fullmatch(text)
    if not match:
        return None
    first, _, second, third, hour, minute, seconds, half = match.groups()
    # the order of year, month and day is told by what stands first, and by AM or PM
    if len(first) == _YEAR_DIGITS:
        year, month, day = int(first), int(second), int(third)
    else:
        day, month, year = int(first), int(second), int(third)
        is_american = half is not None and day <= _MONTHS
        if is_american or month > _MONTHS:
            day, month = month, day
    clock = int(hour or 0)
    if half:
        clock = clock % _NOON + (_NOON if half.upper() == "P" else 0)
    return datetime(year, month, day, clock, int(minute or 0), int(seconds or 0), tzinfo=UTC)
