"""Shows checks the entries that mention one key, and in the end the counts."""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING

from readiness.errors import CRASHES
from readiness.model.counts import Counts
from readiness.model.entry import Kind
from readiness.model.finding import Finding
from readiness.model.key_holder import KeyHolder
from readiness.storage.rows import Crash
from readiness.storage.sorted_runs import read, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from readiness.checking.check import Check
    from readiness.storage.sorted_runs import Row

_KINDS = {kind.value: kind for kind in Kind}
_IN_MEMORY = 10_000
"""The mentions of a key that has more of them are kept on disk."""


def compare(
    checks: Sequence[Check], rows: Iterator[Row], folder: Path, crashes: dict[str, Crash]
) -> Iterator[Finding]:
    """What the checks say about mentions, which come as rows and sorted."""
    interested: dict[str, list[Interest]] = {}
    for check in checks:
        for space in {key.space for key in check.keys}:
            interested.setdefault(space, []).append(Interest(check, space))
    path = folder / "one-key"
    for (space, _), group in groupby(rows, key=itemgetter(0, 1)):
        holders = _held(group, path)
        for interest in interested.get(space, ()):
            relevant = interest.among(holders)
            if not relevant:
                continue
            try:
                yield from interest.check.compare(relevant)
            except CRASHES as error:
                dn = next(iter(relevant)).dn
                crashes.setdefault(interest.check.id, Crash.of(interest.check, dn, error))


def conclude(
    checks: Sequence[Check], counts: Counts, crashes: dict[str, Crash]
) -> Iterator[Finding]:
    """What the checks say about the whole directory."""
    for check in checks:
        try:
            yield from check.conclude(counts)
        except CRASHES as error:
            crashes.setdefault(check.id, Crash.of(check, "", error))


class Interest:
    """What one check wants to know of one space of keys."""

    def __init__(self, check: Check, space: str) -> None:
        """Take the check's keys of that space."""
        self.check = check
        self._sides = {
            (key.attribute, key.of_left_out): key.side for key in check.keys if key.space == space
        }

    def wants(self, holder: KeyHolder) -> bool:
        """Whether the check asked for such a mention."""
        is_asked = (holder.attribute, holder.is_out_of_scope) in self._sides
        return is_asked and holder.kind in self.check.kinds

    def among(self, holders: Collection[KeyHolder]) -> Collection[KeyHolder]:
        """The mentions that the check asked for; none if they are not of two entries that meet."""
        relevant: Collection[KeyHolder] = (
            list(filter(self.wants, holders))
            if isinstance(holders, list)
            else Filtered(holders, self)
        )
        first = next(iter(relevant), None)
        if first is None or all(holder.ordinal == first.ordinal for holder in relevant):
            return ()
        if len(set(self._sides.values())) > 1:
            met = {self._sides[holder.attribute, holder.is_out_of_scope] for holder in relevant}
            return relevant if len(met) > 1 else ()
        return relevant


class Filtered(Collection[KeyHolder]):
    """The mentions that a check is interested in, in their order."""

    def __init__(self, holders: Collection[KeyHolder], interest: Interest) -> None:
        self._mentions = holders
        self._interest = interest

    def __iter__(self) -> Iterator[KeyHolder]:
        return filter(self._interest.wants, self._mentions)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, holder: object) -> bool:
        return any(holder == one for one in self)


class OnDisk(Collection[KeyHolder]):
    """Mentions in a file."""

    def __init__(self, path: Path, length: int) -> None:
        self._path = path
        self._length = length

    def __iter__(self) -> Iterator[KeyHolder]:
        return map(_mention, read(self._path))

    def __len__(self) -> int:
        return self._length

    def __contains__(self, holder: object) -> bool:
        return any(holder == one for one in self)


def _held(rows: Iterator[Row], path: Path) -> Collection[KeyHolder]:
    """The mentions of one key, in memory unless they are too many."""
    first = list(islice(rows, _IN_MEMORY))
    if len(first) < _IN_MEMORY:
        return [_mention(row) for row in first]
    length = 0

    def counted() -> Iterator[Row]:
        nonlocal length
        for some in (first, rows):
            for row in some:
                length += 1
                yield row

    write(path, counted())
    return OnDisk(path, length)


def _mention(row: Row) -> KeyHolder:
    return KeyHolder._make((*row[:-1], _KINDS[row[-1]]))
