"""Objects that lie side by side in an export, by property: a thousand are read like one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from readiness.tenant.readers.properties import Columns, Properties
    from readiness.tenant.readers.resources import Resource


class Rows(NamedTuple):
    """Objects of one resource."""

    resource: Resource | None
    """None where nothing tells of which."""
    columns: Columns
    """For each property that was asked for a value of each object, be it None."""
    lines: Iterable[int]
    """The line of each object, once."""
    size: int

    def each(self) -> Iterator[tuple[int, Properties]]:
        """The objects one by one, each beside its line."""
        for at, line in enumerate(self.lines):
            yield line, {name: column[at] for name, column in self.columns.items()}
