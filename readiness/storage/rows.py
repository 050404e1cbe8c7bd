"""A finding as it goes from the process that makes it to the reports: one row, and its sort key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from readiness.gating.fingerprint import fingerprint

if TYPE_CHECKING:
    from collections.abc import Mapping

    from readiness.checking.check import Check
    from readiness.model.entry import Entry
    from readiness.model.finding import Finding, Severity


class Crash(NamedTuple):
    """What a check raised that no check may raise, and about which entry."""

    check: str
    dn: str
    error: str

    @classmethod
    def of(cls, check: Check, dn: str, error: BaseException) -> Crash:
        """The crash of a check with an exception."""
        return cls(check.id, dn, f"{type(error).__name__}: {error}")


Sortable = tuple[str, int, tuple[Any, ...], tuple[int, ...]]
"""A FindingRow on disk: behind a key for the order of the report and the place of its entry, and
before the hashed keys of its proposal, which is withdrawn if they belong to somebody else."""


class Recalled(NamedTuple):
    """An entry that was read again, since it may share a key with another one."""

    ordinal: int
    is_not_ready: bool
    """Whether it has an error apart from all others."""
    kind: str
    suffix: str | None
    group: str | None
    guid: str | None
    line: int | None


class Ranks:
    """Puts findings into the order of the report."""

    def __init__(self, severities: Mapping[str, Severity]) -> None:
        """Take the checks that are reported: the gravest come first."""
        ids = sorted(severities, key=lambda name: (-severities[name], name))
        self._ranks = {name: (f"{rank:05}", int(severities[name])) for rank, name in enumerate(ids)}

    def __contains__(self, check: str) -> bool:
        return check in self._ranks

    def row(
        self,
        finding: Finding,
        kind: str,
        entry: Entry | Recalled | None,
        offered: tuple[int, ...] | None = None,
    ) -> Sortable:
        """A finding for the disk; without an entry it is about the whole directory."""
        check, dn, attribute, value, message, proposal, related, ordinal = finding
        rank, severity = self._ranks[check]
        folded, held = dn.lower(), value or ""
        guid, line = (entry.guid, entry.line) if entry else (None, None)
        if offered is None:
            proposal, offered = None, ()
        reported = (
            check, severity, dn, kind, guid, attribute, value, message, proposal, related,
            "", line, fingerprint(check, guid or folded, attribute, held), None, None,
        )  # fmt: skip
        return f"{rank}{folded}\0{attribute}\0{held}", ordinal, reported, offered
