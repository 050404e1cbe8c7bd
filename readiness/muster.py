"""Takes users about whom nobody has anything to say, many at a time: by column, not by entry."""

from __future__ import annotations

from binascii import a2b_base64
from collections import Counter
from itertools import chain, groupby, repeat
from operator import attrgetter
from typing import TYPE_CHECKING

from readiness.groups import group_of
from readiness.model import Entry, count
from readiness.profile import KIND, sounds
from readiness.programme import ESSENTIALS, lowered, programme
from readiness.suspects import CRASHES, not_clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from readiness.check import Check
    from readiness.examine import Examiner
    from readiness.ledger import Ledger
    from readiness.model import Sound, Tally, Values
    from readiness.notes import Notes
    from readiness.programme import Domains, Recipe
    from readiness.sources.form import Columns, Slot

_NAME = "userprincipalname"


class Muster:
    """Counts and remembers plain users, as an examiner does with any other entry."""

    def __init__(
        self,
        slots: Mapping[str, Slot],
        checks: Sequence[Check],
        examiner: Examiner,
        ledger: Ledger,
        *,
        notes: Notes,
        by: str | None = None,
    ) -> None:
        """Take what plain users are like, and all checks, also those that are only counted."""
        self._examiner = examiner
        self._ledger = ledger
        self._notes = notes
        self._by = by
        self._octets = [name for name, slot in slots.items() if slot.is_octets]
        self._sounds = [lowered(sound) for sound in sounds(checks)]
        kept = [name for name, slot in slots.items() if slot.is_kept]
        plain = programme(checks, KIND, kept, examiner.clean.setdefault, left_out=False)
        self._domains = plain.domains
        salt = attrgetter("salt")
        self._spaces = [
            (tuple(space), mark)
            for recipes, mark in plain.remembered
            for _, space in groupby(sorted(recipes, key=salt), key=salt)
        ]

    def objections(self, columns: Columns) -> Iterator[int]:
        """The numbers of the users in these columns that are not plain after all."""
        if self._examiner.is_choosy:
            yield from (at for at, dn in enumerate(columns["dn"]) if self._examiner.excludes(dn))
        for name in self._octets:
            yield from (at for at, coded in enumerate(columns[name]) if len(coded) % 4)
        for sound in self._sounds:
            yield from _unsound(sound, columns)
        for name, clean, domains in self._domains:
            yield from _unclean(columns[name], clean, domains)
        suffixes = [name.rpartition("@")[2] for name in columns[_NAME]]
        private = {one for one in set(suffixes) if not self._notes.is_routable(one.lower())}
        if private:
            yield from (at for at, suffix in enumerate(suffixes) if suffix in private)

    def take(self, columns: Columns, places: Sequence[int], tally: Tally) -> None:
        """Take the users in these columns, who stand at these places."""
        for recipes, mark in self._spaces:
            marked = [place | mark for place in places] if mark else places
            self._remember(recipes, columns, marked)
        users = len(places)
        count(tally.in_scope, KIND.value, users)
        for name in (*ESSENTIALS.values(), "all_three"):
            count(tally.essentials, name, users)
        names = [name for name in columns[_NAME] if "@" in name]
        for suffix, number in Counter([name.rpartition("@")[2] for name in names]).items():
            count(tally.suffixes, suffix.lower(), number)
        if self._by:
            for at in range(users):
                group = group_of(self.entry(columns, at, places[at]), self._by)
                if group is not None:
                    count(tally.groups, group)
        self._notes.plain(columns, tally.noted)

    def entry(self, columns: Columns, at: int, place: int) -> Entry:
        """One of the users, with the values that are kept of it."""
        return Entry(columns["dn"][at], KIND, self.values(columns, at), place=place)

    def values(self, columns: Columns, at: int) -> dict[str, Values]:
        """The values that are kept of a user."""
        values: dict[str, Values] = {}
        for name, column in columns.items():
            lines = column[at]
            if lines and name in self._octets:
                values[name] = a2b_base64(lines)
            elif lines:
                values[name] = lines.split("\n") if "\n" in lines else lines  # type: ignore[assignment]  # a list of texts
        return values

    def _remember(self, recipes: Sequence[Recipe], columns: Columns, places: Sequence[int]) -> None:
        """Remember the keys of one space; several of one user that are equal only once."""
        pairs = [pair for recipe in recipes for pair in self._keys(recipe, columns, places)]
        self._ledger.extend(set(pairs) if len(pairs) > len(places) else pairs)

    def _keys(
        self, recipe: Recipe, columns: Columns, places: Sequence[int]
    ) -> list[tuple[int, int]]:
        """The hashed keys that a recipe makes, each beside the place of its user."""
        fold, salt, column = recipe.fold, recipe.salt, columns[recipe.attribute]
        held: Sequence[str | bytes] = column
        users = places
        if recipe.key.octets:
            held = list(map(a2b_base64, column))
        elif any("\n" in lines for lines in column):
            counts = [lines.count("\n") + 1 for lines in column]
            places = list(chain.from_iterable(map(repeat, places, counts)))
            held = "\n".join(column).split("\n")
        try:
            folded = [fold(value) if value else None for value in held]
        except CRASHES:
            dns = dict(zip(users, columns["dn"], strict=True))
            folded = self._one_by_one(recipe, held, [dns[place] for place in places])
        return [
            (hash(key) ^ salt, place)
            for key, place in zip(folded, places, strict=True)
            if key is not None
        ]

    def _one_by_one(
        self, recipe: Recipe, held: Sequence[str | bytes], dns: Sequence[str]
    ) -> list[str | None]:
        """The keys of values, each of the entry with a DN; at least one makes the recipe crash."""
        folded: list[str | None] = []
        for value, dn in zip(held, dns, strict=True):
            try:
                folded.append(recipe.fold(value) if value else None)
            except CRASHES as error:
                folded.append(None)
                self._examiner.crash_of(recipe.key, dn, error)
        return folded


def _unsound(sound: Sound, columns: Columns) -> Iterator[int]:
    """The numbers of the users that do not pass a test."""
    absent = ("",) * len(columns["dn"])
    given = [columns.get(name, absent) for name in (*sound.attributes, *sound.present)]
    try:
        passed = list(map(sound.test, *given))
    except CRASHES:  # whoever is asked then will tell
        passed = []
    if not all(passed) or not passed:
        yield from (at for at in range(len(absent)) if not (passed and passed[at]))


def _unclean(column: Sequence[str], clean: set[str], domains: Domains) -> Iterator[int]:
    """The numbers of the users that have a value with a domain that somebody objects to."""
    found = {value.rpartition("@")[2] for value in "\n".join(column).split("\n") if "@" in value}
    unknown = found - clean
    if unknown:
        for at, lines in enumerate(column):
            if any(next(not_clean(value, domains), None) for value in lines.split("\n")):
                yield at
