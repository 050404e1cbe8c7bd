"""Fixtures that show a check an entry the way the engine does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from readiness import Check, Entry, Finding, Kind, Mention, Plan
from readiness.model import Values
from readiness.registry import by_id, installed

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
CHECKS = by_id(installed())
GUIDS = iter(range(1, 1 << 30))

Attributes = dict[str, str | bytes | list[str] | list[bytes] | list[str | bytes]]


class Watched(Entry):
    """An entry that refuses to be read outside what a check declared."""

    def __init__(self, entry: Entry, allowed: tuple[str, ...]) -> None:
        super().__init__(
            entry.dn,
            entry.kind,
            entry._values,  # noqa: SLF001 - the same entry, watched
            place=entry.place,
            line=entry.line,
            left_out=entry.left_out,
        )
        self.allowed = {name.lower() for name in allowed}

    def _watch(self, name: str) -> None:
        assert name.lower() in self.allowed, f"{name} is not among the check's reads"

    def has(self, name: str) -> bool:
        self._watch(name)
        return super().has(name)

    def first(self, name: str) -> str | None:
        self._watch(name)
        return super().first(name)

    def all(self, name: str) -> list[str]:
        self._watch(name)
        return super().all(name)

    def raw(self, name: str) -> list[bytes]:
        if name != "objectGUID":  # every entry has its own at hand, for the report
            self._watch(name)
        return super().raw(name)


class Bench:
    """Runs one check on entries made by hand."""

    def __init__(self, check: type[Check]) -> None:
        self.check = check
        self.plan = Plan(now=NOW)

    def with_plan(self, **given: object) -> Bench:
        """The same check under another plan."""
        bench = Bench(self.check)
        bench.plan = replace(self.plan, **given)  # type: ignore[arg-type]  # named as in Plan
        return bench

    def examine(self, attributes: Attributes | None = None, **described: object) -> list[Finding]:
        """What the check says about one entry."""
        check = self.check(self.plan)
        return list(check.examine(Watched(entry(attributes, **described), check.reads)))

    def compare(self, *entries: Entry) -> list[Finding]:
        """What the check says when these entries are all there is."""
        check = self.check(self.plan)
        found = []
        for mentions in meetings(check, entries):
            found += list(check.compare(mentions))
        return sorted(found)


def entry(
    attributes: Attributes | None = None,
    *,
    dn: str = "CN=Ana,OU=Staff,DC=contoso,DC=com",
    kind: Kind = Kind.USER,
    left_out: str | None = None,
) -> Entry:
    """An entry with the given attributes, in any case."""
    values: dict[str, Values] = {
        name.lower(): list(value) if isinstance(value, list) else value
        for name, value in (attributes or {}).items()
    }
    return Entry(dn, kind, values, place=next(GUIDS), left_out=left_out)


def meetings(check: Check, entries: tuple[Entry, ...]) -> Iterator[list[Mention]]:
    """The mentions of each key that two entries share, as the engine hands them to `compare`."""
    groups: dict[tuple[str, str], list[Mention]] = {}
    sides: dict[tuple[str, str], set[str]] = {}
    for one in entries:
        for key in check.keys:
            if one.kind not in check.kinds or (one.left_out is not None) != key.of_left_out:
                continue
            assert key.attribute in (*check.reads, "dn"), f"{key.attribute} is not read"
            texts = [one.dn] if key.attribute == "dn" else one.all(key.attribute)
            folded = one.raw(key.attribute) if key.octets else texts
            for shown, value in zip(texts, folded, strict=True):
                name = key.fold(value)  # type: ignore[arg-type]  # as `octets` says
                if name is not None:
                    mention = Mention(
                        key.space, name, one.place, key.attribute, shown, one.dn, one.kind
                    )
                    groups.setdefault((key.space, name), []).append(mention)
                    sides.setdefault((key.space, name), set()).add(key.side)
    for name, group in sorted(groups.items()):
        apart = len({mention.place for mention in group}) > 1
        if apart and sides[name] in ({""}, {"left", "right"}):
            yield sorted(group)


@pytest.fixture
def bench() -> Callable[[str], Bench]:
    """Makes a bench for the check with an id."""
    return lambda check: Bench(CHECKS[check])
