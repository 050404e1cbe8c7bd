"""What a process tells of what it found: rows for the disk, and checks that crashed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from readiness.model.entry import Kind

if TYPE_CHECKING:
    from readiness.checking.check import Check
    from readiness.model.entry import Entry, Finding, Severity


class Crash(NamedTuple):
    """What a check raised that no check may raise, and about which entry."""

    check: str
    dn: str
    error: str

    @classmethod
    def of(cls, check: Check, dn: str, error: BaseException) -> Crash:
        """The crash of a check with an exception."""
        return cls(check.id, dn, f"{type(error).__name__}: {error}")


class Located(NamedTuple):
    """A finding and its entry as they go to disk; sorts in the order of the report."""

    rank: int
    """The severity, negative: the highest comes first."""
    check: str
    dn_folded: str
    attribute: str
    value_sorted: str
    place: int
    message: str
    dn: str
    value: str | None
    proposal: str | None
    offered: tuple[int, ...]
    """The hashed keys of the proposal: it is withdrawn if they belong to somebody else."""
    related: tuple[str, ...]
    kind: str
    guid: str | None
    line: int | None
    """Counted from the beginning of the part of the source."""


class Recalled(NamedTuple):
    """An entry that was read again, since it may share a key with another one."""

    place: int
    is_spoilt: bool
    """Whether it has an error apart from all others."""
    kind: str
    suffix: str | None
    group: str | None
    guid: str | None
    line: int | None


def located(
    finding: Finding,
    severity: Severity,
    entry: Entry | Recalled | None,
    offered: tuple[int, ...] | None = None,
) -> Located:
    """A finding as it goes to disk; without an entry it is about the whole directory.

    A check may be anybody's: whatever it calls a text becomes one.
    """
    return Located(
        -severity,
        finding.check,
        str(finding.dn).lower(),
        str(finding.attribute),
        str(finding.value or ""),
        finding.place,
        str(finding.message),
        str(finding.dn),
        None if finding.value is None else str(finding.value),
        None if offered is None or finding.proposal is None else str(finding.proposal),
        offered or (),
        tuple(map(str, finding.related)),
        str(entry.kind) if entry else Kind.OTHER.value,
        entry.guid if entry else None,
        entry.line if entry else None,
    )
