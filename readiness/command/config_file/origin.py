"""Where a value comes from: the command line, the environment, readiness.toml or a default."""

from __future__ import annotations

from typing import Generic, Literal, NamedTuple, TypeVar

T = TypeVar("T")


class Origin(NamedTuple):
    """Where somebody wrote a value."""

    kind: Literal["command line", "environment", "file", "default"]
    place: str
    """The option, the variable, or the file and its line: what an error message blames."""

    def __str__(self) -> str:
        if self.kind in ("command line", "environment"):
            return f"{self.kind}: {self.place}"
        return self.place if self.kind == "file" else self.kind


class Placed(NamedTuple, Generic[T]):
    """A value, and where somebody wrote it."""

    value: T
    origin: Origin
