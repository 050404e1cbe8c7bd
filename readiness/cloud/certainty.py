"""How sure a predicted value is, and which step decided it."""

from __future__ import annotations

from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Certainty(StrEnum):
    """What a prediction rests on, the surest first."""

    CERTAIN = "certain"
    """A formula of the sync engine: the same for every tenant."""
    DOCUMENTED = "documented"
    """Microsoft's pages say so, in words or in a table."""
    PROBABLE = "probable"
    """It follows from documented rules, or was observed, and no page says it."""
    DEPENDS = "depends"
    """Pages contradict each other, or something decides that the plan does not tell."""
    NOT_PREDICTABLE = "not-predictable"
    """Nobody outside the cloud can know the value; it is None, and the reason says why."""


class Predicted(NamedTuple, Generic[T]):
    """A value with its certainty and, where it is not simply what was sent, the reason."""

    value: T | None
    certainty: Certainty
    because: str = ""

    @property
    def is_known(self) -> bool:
        """Whether there is a value to show, be it an empty one."""
        return self.certainty is not Certainty.NOT_PREDICTABLE


def unknown(because: str) -> Predicted[T]:
    """A value that nobody can predict, and why."""
    return Predicted(None, Certainty.NOT_PREDICTABLE, because)
