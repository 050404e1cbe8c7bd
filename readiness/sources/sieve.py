"""Recognises, in a whole block at once, the entries that are plainly as they should be.

Most entries are. One regular expression takes a whole record at a time: it knows in which order the
attributes come in this file, lets pass what nobody wants to know, and keeps a few values for
what is to be counted and remembered. A record that it does not match is left to the other readers.
"""

from __future__ import annotations

import re
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from readiness.sources.form import form_of
from readiness.sources.habits import Habits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from readiness.sources.form import Columns, Form, Slot

_IS_RECORD = re.compile(r"(?:#[^\n]*+\n)*+dn:").match
_LESSONS = (1, 4, 16, 64)
"""The numbers of the blocks that it learns from."""
_TRIES, _PAUSE = 32, 16
"""After so many blocks in a row with few plain entries, only one block in _PAUSE is sifted."""


class Profile(NamedTuple):
    """What a plain entry looks like; attributes that are in neither collection do not matter."""

    slots: Mapping[str, Slot]
    """By attribute in lower case, among them `dn`."""
    absent: frozenset[str]
    """Attributes, in lower case, that no plain entry has."""
    objections: Callable[[Columns], Iterable[int]]
    """The numbers of the entries in these columns that are not plain after all."""


class Sifted(NamedTuple):
    """The records of a block, each with its number in the block."""

    ordinals: Sequence[int]
    """The numbers of the plain ones, in the order of the columns."""
    columns: Columns
    others: Sequence[int]
    """The numbers of the records that are not plain."""
    rest: str
    """These records, as they stand in the block."""
    records: Sequence[str]
    """All records, as they stand in the block."""


class Sieve:
    """Sifts blocks of records, once it has learnt from a few how their attributes are ordered."""

    def __init__(self, profile: Profile) -> None:
        """Get ready to look for entries that are like this."""
        self._profile = profile
        self._habits = Habits()
        self._form: Form | None = None
        self._lessons = 0
        self._idle = 0

    def sift(self, content: str) -> Sifted | None:
        """The records of a block with LF line ends; None if it does not seem to be well formed.

        What is not plain has still to be read, and may not even be a record.
        """
        form = self._form
        self._learn(content)
        self._idle += 1
        if form is None or (self._idle > _TRIES and self._idle % _PAUSE):
            return None
        rows = form.rows(content)
        records = [row[0] for row in rows]
        if "\n" in records:
            return None  # a blank line too many
        others = {at: row[-1] for at, row in enumerate(rows) if row[-1]}
        if not all(map(_IS_RECORD, others.values())):
            return None
        ordinals = [at for at in range(len(rows)) if at not in others]
        columns, bad = form.columns([rows[at] for at in ordinals])
        bad.update(self._profile.objections(columns) if ordinals else ())
        if bad:
            others |= {at: records[at] for at in map(ordinals.__getitem__, bad)}
            good = [number not in bad for number in range(len(ordinals))]
            ordinals = list(compress(ordinals, good))
            columns = {name: list(compress(column, good)) for name, column in columns.items()}
        if 2 * len(ordinals) > len(rows):
            self._idle = 0
        numbers = sorted(others)
        rest = "\n".join([others[at] for at in numbers])
        return Sifted(ordinals, columns, numbers, rest, records)

    def _learn(self, content: str) -> None:
        """Take note of how the records of a few blocks are written."""
        self._lessons += 1
        if self._lessons in _LESSONS and self._habits.learn(content):
            self._form = form_of(self._profile.slots, self._profile.absent, self._habits)
