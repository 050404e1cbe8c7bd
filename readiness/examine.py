"""The hot path: shows each entry to the checks that could have something to say about it."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from readiness.check import Check, DomainCheck, Key, ValueCheck
from readiness.found import Crash, located
from readiness.groups import group_of
from readiness.ledger import OFFERED
from readiness.model import USERS, Entry, Finding, Kind, Mention, Severity, Tally, count
from readiness.programme import ESSENTIALS, Programme, programme
from readiness.scope import is_below, reason_left_out
from readiness.suspects import (
    CRASHES,
    Suspect,
    are_plain,
    converted,
    is_blank,
    lines,
    not_clean,
    not_plain,
)
from readiness.values import text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from readiness.ledger import Ledger
    from readiness.model import Values
    from readiness.notes import Notes
    from readiness.spill import Spill

EXCLUDED = "excluded-ou"
_HELD_BY_ONE = frozenset(
    {"userprincipalname", "mail", "proxyaddresses", "samaccountname", "mailnickname"}
)
"""Attributes whose values belong to one object: a proposal must not be held by another."""
_REMEMBERED = 50_000
"""So many programmes are remembered."""


class Examiner:
    """Examines entries in any order; what it finds goes to disk."""

    def __init__(
        self,
        checks: Sequence[Check],
        severities: Mapping[str, Severity],
        found: Spill,
        left_out: Spill,
        ledger: Ledger,
        *,
        include: Sequence[str] = (),
        exclude: Sequence[str] = (),
        by: str | None = None,
        surveys: Sequence[Check] = (),
        notes: Notes | None = None,
    ) -> None:
        """Take the checks that run, the severity of each, and containers in lower case.

        `surveys` are checks without a severity: what they find is only counted.
        """
        self.tally = Tally()
        self.crashes: dict[str, Crash] = {}
        self._checks = checks
        self._surveys = surveys
        self._notes = notes
        self._severities = severities
        self._found = found
        self._left_out = left_out
        self._ledger = ledger
        self._include = include
        self._exclude = exclude
        self._by = by
        self.is_choosy = bool(include or exclude)
        """Whether the scan is for some containers only."""
        self._programmes: dict[tuple[object, ...], Programme] = {}
        self._kinds: dict[object, Kind] = {}
        self.clean: dict[tuple[DomainCheck, ...], set[str]] = {}
        """The domains that are known to pass some domain checks."""

    def take(
        self, dn: str, values: dict[str, Values], place: int, line_of: Callable[[int], int | None]
    ) -> bool:
        """Examine one entry, and tell whether it is free of errors, apart from all others.

        `line_of` tells where its source has it, if need be.
        """
        entry = self.entry(dn, values, place)
        reason = entry.left_out
        if reason is not None:
            entry.line = line_of(place)
            count(self.tally.out_of_scope, reason)
            self._left_out.add((dn.lower(), place, dn, entry.kind.value, reason))
            if self._notes:
                self._notes.other(values, self.tally.noted)
            if reason == EXCLUDED:
                return True
        programme = self._programme(entry, values)
        self._remember(entry, values, programme)
        is_ready = True
        for finding in self.findings(entry, values, programme):
            if finding.check not in self._severities:
                count(self.tally.noted, finding.check)
                continue
            if entry.line is None:
                entry.line = line_of(place)
            self.record(finding, entry, self._offer(finding, entry))
            is_ready = is_ready and self._severities[finding.check] < Severity.ERROR
        if reason is None:
            self._count(entry, values, is_ready=is_ready)
        return is_ready

    def excludes(self, dn: str) -> bool:
        """Whether an entry is not in the containers that the scan is for."""
        return is_below(dn, self._exclude) or (
            bool(self._include) and not is_below(dn, self._include)
        )

    def entry(self, dn: str, values: dict[str, Values], place: int) -> Entry:
        """The entry with its kind, and the reason why it is left out, if it is."""
        classes = values.get("objectclass", ())
        known = tuple(classes) if isinstance(classes, list) else classes
        kind = self._kinds.get(known)
        if kind is None:
            names = known if isinstance(known, tuple) else (known,)
            spelt = tuple(name if isinstance(name, str) else text(name) for name in names)
            kind = self._kinds[known] = Kind.of(spelt)
        values["dn"] = dn
        entry = Entry(dn, kind, values, place=place)
        if self.is_choosy and self.excludes(dn):
            entry.left_out = EXCLUDED
        else:
            entry.left_out = reason_left_out(entry)
        return entry

    def findings(  # noqa: C901, PLR0912 - a call for each kind of test would cost more than the test
        self, entry: Entry, values: Mapping[str, Values], programme: Programme | None = None
    ) -> Iterable[Finding]:
        """What the checks say about an entry."""
        programme = programme or self._programme(entry, values)
        asked = programme.always
        for sound, checks in programme.gated:
            try:
                texts = [lines(values.get(name, "")) for name in sound.attributes]
                present = [name if name in values else "" for name in sound.present]
                if None not in texts and sound.test(*texts, *present):
                    continue
            except CRASHES as error:
                self.crash(checks[0], entry.dn, error)
            asked += checks
        for attribute, checks in programme.lone:
            if type(values[attribute]) is list:
                asked += checks
        for attribute, limit, check in programme.small:
            if any(len(octets) > limit for octets in entry.raw(attribute)):
                asked += (check,)
        suspects: list[Suspect] = []
        for attribute, is_plain, watch in programme.plain:
            value = values[attribute]
            if not (is_plain(value) if type(value) is str else are_plain(value, is_plain)):
                suspects += not_plain(value, watch)
        for attribute, clean, domains in programme.domains:
            value = values[attribute]
            if type(value) is str:
                if value[value.rfind("@") + 1 :] not in clean:
                    suspects += not_clean(value, domains)
                continue
            for one in value if isinstance(value, list) else (value,):
                if type(one) is not str or one[one.rfind("@") + 1 :] not in clean:
                    suspects += not_clean(one, domains)
        if not asked and not suspects:
            return ()
        return self._said(entry, asked, suspects)

    def _said(
        self, entry: Entry, asked: Iterable[Check], suspects: Sequence[Suspect]
    ) -> Iterator[Finding]:
        """What checks say about the whole entry, and about values of it."""
        whole = (check for check, _, _ in suspects if not isinstance(check, ValueCheck))
        for check in dict.fromkeys((*asked, *whole)):
            try:
                yield from check.examine(entry)
            except CRASHES as error:
                self.crash(check, entry.dn, error)
        for check, attribute, value in suspects:
            try:
                if isinstance(check, ValueCheck):
                    yield from check.judge(entry, attribute, value)
            except CRASHES as error:
                self.crash(check, entry.dn, error)

    def mentions(
        self, entry: Entry, values: Mapping[str, Values], meeting: Collection[int] | None
    ) -> Iterator[Mention]:
        """The keys of an entry, with all that a check may want to know of it.

        Only those whose hashes are `meeting` others, if that is known.
        """
        recipes = chain.from_iterable(some for some, _ in self._programme(entry, values).remembered)
        for attribute, fold, other, salt, key in recipes:
            held = values[attribute]
            for value in held if isinstance(held, list) else (held,):
                folded = fold(value if type(value) is not other else converted(value))
                if folded is None or (meeting is not None and hash(folded) ^ salt not in meeting):
                    continue
                shown = value if isinstance(value, str) else text(value)
                yield Mention(
                    key.space,
                    folded,
                    entry.place,
                    key.attribute,
                    folded if key.octets else shown,
                    entry.dn,
                    entry.left_out is not None,
                    entry.kind,
                )

    def record(self, finding: Finding, entry: Entry, offered: tuple[int, ...] | None) -> None:
        """Put a finding on disk, with its proposal if its hashed keys are `offered`."""
        count(self.tally.findings, finding.check)
        self._found.add(located(finding, self._severities[finding.check], entry, offered))

    def crash(self, check: Check, dn: str, error: BaseException) -> None:
        """Take note that a check crashed; the first time is enough."""
        self.crashes.setdefault(check.id, Crash.of(check, dn, error))

    def _programme(self, entry: Entry, values: Mapping[str, Values]) -> Programme:
        shape = (entry.kind, entry.left_out is None, *values)
        known = self._programmes.get(shape)
        if known is None:
            if len(self._programmes) == _REMEMBERED:
                self._programmes.clear()
            known = self._programmes[shape] = programme(
                (*self._checks, *self._surveys),
                entry.kind,
                values,
                self.clean.setdefault,
                left_out=entry.left_out is not None,
            )
        return known

    def _remember(self, entry: Entry, values: Mapping[str, Values], programme: Programme) -> None:
        for recipes, mark in programme.remembered:
            hashes = set()
            for attribute, fold, other, salt, key in recipes:
                value = values[attribute]
                try:
                    if not isinstance(value, list):
                        folded = fold(value if type(value) is not other else converted(value))
                        if folded is not None:
                            hashes.add(hash(folded) ^ salt)
                        continue
                    fitting = [one if type(one) is not other else converted(one) for one in value]
                    folds = map(fold, fitting)
                    hashes.update([hash(one) ^ salt for one in folds if one is not None])
                except CRASHES as error:
                    self.crash_of(key, entry.dn, error)
            self._ledger.add(hashes, entry.place | mark)

    def crash_of(self, key: Key, dn: str, error: BaseException) -> None:
        """Take note that a key could not be made."""
        for check in self._checks:
            if key in check.keys:
                self.crash(check, dn, error)

    def _offer(self, finding: Finding, entry: Entry) -> tuple[int, ...] | None:
        """The hashed keys of a proposal, which are remembered; None if it may not be made."""
        proposal = finding.proposal
        if proposal is None:
            return None
        name = finding.attribute.lower()
        values: dict[str, Values] = {name: proposal}
        would_be = Entry(entry.dn, entry.kind, values, place=entry.place)
        if self._is_disputed(would_be, finding.attribute):
            return None
        offered = []
        for recipes, mark in self._programme(would_be, values).remembered:
            for attribute, fold, other, salt, _ in recipes:
                folded = (
                    fold(proposal) if attribute == name and other is bytes and not mark else None
                )
                if folded is not None:
                    offered.append(hash(folded) ^ salt)
        self._ledger.add(offered, entry.place | OFFERED)
        if name in _HELD_BY_ONE and not offered:
            return None  # nobody watches who holds such values: the checks that do are not selected
        return tuple(offered)

    def _is_disputed(self, would_be: Entry, attribute: str) -> bool:
        """Whether a check of values has something to say about an entry with a proposed value."""
        for check in self._checks:
            if not isinstance(check, ValueCheck) or attribute not in check.reads:
                continue
            if would_be.kind in check.kinds and self._severities[check.id] > Severity.INFO:
                try:
                    if next(iter(check.examine(would_be)), None):
                        return True
                except CRASHES as error:
                    self.crash(check, would_be.dn, error)
                    return True
        return False

    def _count(self, entry: Entry, values: Mapping[str, Values], *, is_ready: bool) -> None:
        tally, kind = self.tally, entry.kind.value
        count(tally.in_scope, kind)
        suffix = suffix_of(entry)
        if suffix is not None:
            count(tally.suffixes, suffix)
        group = group_of(entry, self._by) if self._by else None
        if group is not None:
            count(tally.groups, group)
        if entry.kind in USERS:
            has_all = True
            for attribute, name in ESSENTIALS.items():
                if attribute in values and not is_blank(values[attribute]):
                    count(tally.essentials, name)
                else:
                    has_all = False
            if has_all:
                count(tally.essentials, "all_three")
            if self._notes:
                self._notes.user(entry, values, suffix, tally.noted)
        elif self._notes:
            self._notes.other(values, tally.noted)
        if not is_ready:
            tally.spoil(kind, suffix, group)


def suffix_of(entry: Entry) -> str | None:
    """The UPN suffix of a user, in lower case; None for one that has none, and for others."""
    if entry.kind not in USERS:
        return None
    name = entry.first("userPrincipalName")
    return name.rpartition("@")[2].lower() if name and "@" in name else None
