"""A directory that only remembers what would be written: for a dry run, and to look for drift."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from readiness.directory.addresses.mail_address import fold_proxy
from readiness.model.values import as_text
from readiness.remediation.repair_plan.change import octets_of

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from readiness.remediation.directories.directory import Current, ReadableDirectory
    from readiness.remediation.repair_plan.change import Edit, Value


class Rehearsal:
    """Reads a directory, and answers as if all that was to be written were there."""

    def __init__(self, directory: ReadableDirectory) -> None:
        """Take the directory, which is never written to."""
        self._directory = directory
        self._edits: defaultdict[str, list[Edit]] = defaultdict(list)

    def read(self, guid: str, attributes: Collection[str]) -> Current | None:
        """The object as it would be by now."""
        current = self._directory.read(guid, attributes)
        if current is None:
            return None
        values = dict(current.values)
        for edit in self._edits.get(guid, ()):
            held = values.get(edit.attribute.lower(), frozenset())
            # in the order of a request: what goes and comes again is there afterwards
            held = (held - set(map(octets_of, edit.remove))) | set(map(octets_of, edit.add))
            values[edit.attribute.lower()] = held
        return replace(current, values=values)

    def holders(self, attribute: str, value: Value) -> Sequence[tuple[str, str]]:
        """Those that would hold it by now: whoever would have given it away does not."""
        key = fold_proxy(as_text(value))
        return [
            (guid, dn)
            for guid, dn in self._directory.holders(attribute, value)
            if not any(
                fold_proxy(as_text(removed)) == key
                for edit in self._edits.get(guid, ())
                for removed in edit.remove
            )
        ]

    def modify(self, guid: str, edits: Sequence[Edit]) -> None:
        """Remember it."""
        self._edits[guid] += edits
