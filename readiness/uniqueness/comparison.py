"""Shows checks the entries that mention one key, and in the end the counts."""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from readiness.checking.check import JoinCheck, SharedKeyCheck, keys_of
from readiness.errors import CRASHES
from readiness.model.counts import Counts
from readiness.model.entry import Kind
from readiness.model.finding import Finding
from readiness.model.key_holder import KeyHolder
from readiness.storage.rows import Crash
from readiness.storage.sorted_runs import read, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from readiness.checking.check import Check, Key
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
        for space in {key.space for key in keys_of(check)}:
            interested.setdefault(space, []).append(Interest(check, space))
    path = folder / "one-key"
    for (space, _), group in groupby(rows, key=itemgetter(0, 1)):
        holders = _held(group, path)
        for interest in interested.get(space, ()):
            sides = interest.sides(holders)
            if not sides:
                continue
            try:
                yield from interest.check.compare(*sides)
            except CRASHES as error:
                dn = next(iter(sides[0])).dn
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
        """Take the check's keys of that space, side by side."""
        self.check: Any = check
        match check:
            case SharedKeyCheck():
                sides: tuple[tuple[Key, ...], ...] = (check.keys,)
            case JoinCheck():
                sides = (check.left, check.right)
            case _:
                sides = ()
        self._sides = [[key for key in keys if key.space == space] for keys in sides]

    def sides(self, holders: Collection[KeyHolder]) -> tuple[Collection[KeyHolder], ...]:
        """The holders that the check asked for; none if they are not of two entries that meet."""
        sides = tuple(self._among(keys, holders) for keys in self._sides)
        if not all(any(True for _ in side) for side in sides):
            return ()
        first = next(iter(sides[0])).ordinal
        return sides if any(holder.ordinal != first for holder in chain(*sides)) else ()

    def _among(self, keys: Sequence[Key], holders: Collection[KeyHolder]) -> Collection[KeyHolder]:
        def is_asked(holder: KeyHolder) -> bool:
            return holder.kind in self.check.kinds and any(
                key.attribute == holder.attribute
                and key.scope.holds(out_of_scope=holder.is_out_of_scope)
                for key in keys
            )

        if isinstance(holders, list):
            return list(filter(is_asked, holders))
        return Filtered(holders, is_asked)


class Filtered(Collection[KeyHolder]):
    """The holders that pass a test, in their order."""

    def __init__(self, holders: Collection[KeyHolder], test: Callable[[KeyHolder], bool]) -> None:
        self._holders = holders
        self._test = test

    def __iter__(self) -> Iterator[KeyHolder]:
        return filter(self._test, self._holders)

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
