"""What the process of foreign checks answers: records that go through the pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from readiness.checking.keyed_check import Key
    from readiness.model.finding import Finding


class Description(NamedTuple):
    """What the engine has to know of a check that it never sees."""

    reads: tuple[str, ...]
    consults: tuple[str, ...]
    examines: bool
    judges: frozenset[str]
    concludes: bool
    keys: tuple[tuple[Key, ...], ...]
    """Of a SharedKeyCheck its keys, of a JoinCheck those of either side, without foreign folds."""
    derived: tuple[str, ...]
    """The names of the attributes that it derives."""


class Said(NamedTuple):
    """What a check says about a batch."""

    findings: list[tuple[int, Finding]]
    """Each behind the index of its entry."""
    failure: tuple[str, str] | None
    """What went wrong first, and the DN of the entry that it is about."""
