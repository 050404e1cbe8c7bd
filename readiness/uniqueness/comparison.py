"""Shows checks the entries that hold one key, and in the end the counts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from readiness.checking.keyed_check import JoinCheck, SharedKeyCheck, UnmatchedCheck, keys_of
from readiness.errors import CRASHES
from readiness.model.entry import Kind
from readiness.model.finding import Withdrawal
from readiness.model.key_holder import Identity, KeyHolder
from readiness.storage.rows import Crash
from readiness.storage.sorted_runs import read_rows, write_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from readiness.checking.check import Check
    from readiness.checking.keyed_check import Key
    from readiness.model.counts import Counts
    from readiness.model.finding import Finding
    from readiness.storage.sorted_runs import Row

_KINDS = {kind.value: kind for kind in Kind}
_IN_MEMORY = 10_000
"""The holders of a key that has more of them are kept on disk: one default value of an attribute
may be held by everybody."""


def compare(
    checks: Sequence[Check],
    rows: Iterator[Row],
    folder: Path,
    crashes: dict[str, Crash],
    listen: Callable[[Collection[KeyHolder]], None] | None = None,
) -> Iterator[Finding | Withdrawal]:
    """What checks say about the holders of keys, which come as sorted rows, or take back.

    Checks that crash are added to `crashes`, by id; `listen` is told the holders of every key.
    """
    interests: dict[str, list[Interest]] = {}
    for check in checks:
        # a check with several keys in one space is asked once: they are one key to it
        for space in {key.space for key in keys_of(check)}:
            interests.setdefault(space, []).append(Interest(check, space))
    # the hashes were the same; what is really one key are equal texts of one space
    for (space, _), of_key in groupby(rows, key=itemgetter(0, 1)):
        holders = _held(of_key, folder / "holders-of-key")
        if listen:
            listen(holders)
        for interest in interests.get(space, ()):
            sides = interest.sides(holders)
            if not sides:
                continue
            # before it is asked, which may crash: the two sides have met all the same
            if isinstance(interest.check, UnmatchedCheck):
                yield from (Withdrawal(interest.check.id, holder.ordinal) for holder in sides[0])
            try:
                yield from interest.check.compare(*sides)
            except CRASHES as error:
                # any holder will do to find the trouble; the first is the same in every scan
                dn = next(iter(sides[0])).dn
                crashes.setdefault(interest.check.id, Crash.of(interest.check, dn, error))


def conclude(
    checks: Sequence[Check], counts: Counts, crashes: dict[str, Crash]
) -> Iterator[Finding]:
    """What checks say about the whole directory."""
    for check in checks:
        try:
            yield from check.conclude(counts)
        except CRASHES as error:
            crashes.setdefault(check.id, Crash.of(check, "", error))


class Interest:
    """What one check compares of one space of keys."""

    def __init__(self, check: Check, space: str) -> None:
        """Take the check's keys of that space: of one side, or of the two sides of a join."""
        self.check: Any = check  # the two kinds of check take different sides
        match check:
            case SharedKeyCheck():
                sides: tuple[tuple[Key, ...], ...] = (check.keys,)
            case JoinCheck():
                sides = (check.left, check.right)
            case _:
                sides = ()
        self._sides = [[key for key in keys if key.space == space] for keys in sides]

    def sides(self, holders: Collection[KeyHolder]) -> tuple[Collection[KeyHolder], ...]:
        """The holders that the check asked for; none if they are not two entries that can meet."""
        sides = tuple(self._among(holders, keys) for keys in self._sides)
        if not all(any(True for _ in side) for side in sides):
            return ()
        first = next(iter(sides[0])).ordinal
        return sides if any(holder.ordinal != first for holder in chain(*sides)) else ()

    def _among(self, holders: Collection[KeyHolder], keys: Sequence[Key]) -> Collection[KeyHolder]:
        """The holders that one side of the check asked for."""

        def is_asked_for(holder: KeyHolder) -> bool:
            return holder.kind in self.check.kinds and any(
                key.attribute == holder.attribute
                and key.scope.holds(out_of_scope=holder.is_out_of_scope)
                for key in keys
            )

        if isinstance(holders, list):
            return list(filter(is_asked_for, holders))
        return FilteredHolders(holders, is_asked_for)


@dataclass(frozen=True)
class FilteredHolders(Collection[KeyHolder]):
    """Some of the holders of a key that are on disk, in their order."""

    holders: Collection[KeyHolder]
    includes: Callable[[KeyHolder], bool]

    def __iter__(self) -> Iterator[KeyHolder]:
        return filter(self.includes, self.holders)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, holder: object) -> bool:
        return any(holder == own for own in self)


@dataclass(frozen=True)
class HoldersOnDisk(Collection[KeyHolder]):
    """The holders of a key in a file."""

    path: Path
    length: int

    def __iter__(self) -> Iterator[KeyHolder]:
        return map(_holder, read_rows(self.path))

    def __len__(self) -> int:
        return self.length

    def __contains__(self, holder: object) -> bool:
        return any(holder == own for own in self)


def _held(rows: Iterator[Row], path: Path) -> Collection[KeyHolder]:
    """The holders of one key, in memory unless they are too many."""
    first = list(islice(rows, _IN_MEMORY))
    if len(first) < _IN_MEMORY:
        return [_holder(row) for row in first]
    length = 0

    def counted() -> Iterator[Row]:
        nonlocal length
        for row in chain(first, rows):
            length += 1
            yield row

    write_rows(path, counted())
    return HoldersOnDisk(path, length)


def _holder(row: Row) -> KeyHolder:
    *fields, kind, identity = row
    return KeyHolder._make((*fields, _KINDS[kind], Identity._make(identity)))


def holder_row(holder: KeyHolder) -> Row:
    """A holder as a row on disk, which takes plain values only."""
    *fields, kind, identity = holder
    return (*fields, kind.value, tuple(identity))
