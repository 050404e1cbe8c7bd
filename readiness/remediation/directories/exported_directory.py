"""An export as a directory that can be looked at, to see what of a plan is still right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.directory.identifiers.distinguished_name import domain_of
from readiness.model.plan import Plan
from readiness.remediation.directories.directory import Current
from readiness.remediation.making.entry_reader import entries, kept
from readiness.remediation.repair_plan.permitted import ATTRIBUTES, protection

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from readiness.model.entry import Entry
    from readiness.remediation.repair_plan.change import Value
    from readiness.sources.source import Source


class ExportedDirectory:
    """The objects of an export that a plan is about."""

    def __init__(self, sources: Iterable[Source], guids: Collection[str]) -> None:
        """Read them.

        Raises:
            SourceError: the export cannot be read.
        """
        plan, wanted = Plan(), frozenset(guids)
        self._found: dict[str, Current] = {}
        self.domains: set[str] = set()
        """The DNS names of the domains that its objects are in, in lower case."""
        for entry in entries(sources, plan):
            self.domains.add(domain_of(entry.dn).lower())
            if entry.guid in wanted:
                self._found[entry.guid] = _current(kept(entry, plan))

    def holds(self, dn: str) -> bool:
        """Whether an object is in one of its domains."""
        return domain_of(dn).lower() in self.domains

    def read(self, guid: str, attributes: Collection[str]) -> Current | None:
        """The object with this GUID; None where there is none."""
        del attributes  # whatever a plan may be about has been read
        return self._found.get(guid)

    def holders(self, attribute: str, value: Value) -> Sequence[tuple[str, str]]:
        """Nobody: it is not asked who else holds something."""
        del attribute, value
        return ()


def _current(entry: Entry) -> Current:
    return Current(
        guid=entry.guid or "",
        dn=entry.dn,
        object_class=entry.kind.value,
        values={name: frozenset(entry.raw(name)) for name in ATTRIBUTES},
        writable=None,
        protection=protection(entry),
    )
