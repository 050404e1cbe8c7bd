"""Fixtures that show a check an entry the way the engine does."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from readiness import Check, Entry, Finding, JoinCheck, Key, KeyHolder, Kind, Plan, Severity
from readiness.checking.check import keys_of
from readiness.checking.registry import by_id, installed
from readiness.model.entry import Values
from readiness.pipeline.job import Job
from readiness.pipeline.result import Result
from readiness.pipeline.scan import ScanRequest, scan
from readiness.sources.export_source import ExportSource
from readiness.storage.temporary_folder import private_folder

# what tests start would compile all modules each time
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

SAMPLES = Path(__file__).parent.parent / "sample_ldif"
SERVERS = Path(__file__).parent / "live"
NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
CHECKS = by_id(installed())
GUIDS = iter(range(1, 1 << 30))

Attributes = Mapping[str, str | bytes | Sequence[str | bytes]]


class Watched(Entry):
    """An entry that refuses to be read outside what a check declared."""

    def __init__(self, entry: Entry, allowed: tuple[str, ...]) -> None:
        super().__init__(
            entry.dn,
            entry.kind,
            entry._values,  # noqa: SLF001 - the same entry, watched
            ordinal=entry.ordinal,
            line=entry.line,
            out_of_scope=entry.out_of_scope,
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

    def examine(self, attributes: Attributes | None = None, **described: Any) -> list[Finding]:
        """What the check says about one entry."""
        check = self.check(self.plan)
        return list(check.examine(Watched(entry(attributes, **described), check.reads)))

    def compare(self, *entries: Entry) -> list[Finding]:
        """What the check says when these entries are all there is."""
        check: Any = self.check(self.plan)
        found = []
        for sides in meetings(check, entries):
            found += list(check.compare(*sides))
        return sorted(found)


def entry(
    attributes: Attributes | None = None,
    *,
    dn: str = "CN=Ana,OU=Staff,DC=contoso,DC=com",
    kind: Kind = Kind.USER,
    out_of_scope: str | None = None,
) -> Entry:
    """An entry with the given attributes, in any case."""
    values: dict[str, Values] = {
        name.lower(): value if isinstance(value, str | bytes) else list(value)
        for name, value in (attributes or {}).items()
    }
    return Entry(dn, kind, values, ordinal=next(GUIDS), out_of_scope=out_of_scope)


def meetings(check: Check, entries: tuple[Entry, ...]) -> Iterator[list[list[KeyHolder]]]:
    """The holders of each key that two entries share, by side, as the engine hands them over."""
    sides = (check.left, check.right) if isinstance(check, JoinCheck) else (keys_of(check),)
    groups: dict[tuple[str, str], list[list[KeyHolder]]] = {}
    for one in entries:
        for side, keys in enumerate(sides):
            for key in keys:
                if one.kind not in check.kinds or not key.scope.holds(
                    out_of_scope=one.out_of_scope is not None
                ):
                    continue
                assert key.attribute in (*check.reads, "dn"), f"{key.attribute} is not read"
                for holder in mentioned(one, key):
                    groups.setdefault(holder[:2], [[] for _ in sides])[side].append(holder)
    for _, group in sorted(groups.items()):
        ordinals = {holder.ordinal for side in group for holder in side}
        if all(group) and len(ordinals) > 1:
            yield [sorted(side) for side in group]


def mentioned(one: Entry, key: Key) -> Iterator[KeyHolder]:
    """What an entry mentions under one key; octets are shown as they are folded."""
    values = [one.dn] if key.attribute.lower() == "dn" else one.all(key.attribute)
    for value in one.raw(key.attribute) if key.octets else values:
        folded = key.fold(value)  # type: ignore[arg-type]  # as `octets` says
        if folded is not None:
            shown = folded if key.octets else str(value)
            yield KeyHolder(
                key.space,
                folded,
                one.ordinal,
                key.attribute,
                shown,
                one.dn,
                one.out_of_scope is not None,
                one.kind,
            )


@contextmanager
def scanned(plan: Plan, *files: Path) -> Iterator[Result]:
    """What the engine finds in LDIF files with all built-in checks; gone afterwards."""
    with private_folder() as folder:
        job = Job(folder, plan, {name: check.severity for name, check in CHECKS.items()})
        yield scan(ScanRequest(job, [ExportSource(str(file)) for file in files], Severity.ERROR, 1, {}))


@pytest.fixture
def bench() -> Callable[[str], Bench]:
    """Makes a bench for the check with an id."""
    return lambda check: Bench(CHECKS[check])


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where several processes test, what shares a server or a file stays with one of them."""
    for item in items:
        of_servers = item.path.is_relative_to(SERVERS)
        item.add_marker(pytest.mark.xdist_group("servers" if of_servers else item.path.name))
