"""What an export lacks that a forecast needs: properties, pages, whole parts."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from readiness.errors import UsageError
from readiness.model.tenant_object import TenantKind
from readiness.tenant.commands import EXPORT_AGAIN
from readiness.tenant.readers.parts import Part

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from readiness.tenant.readers.export_file import ExportFile

_NEEDED = {
    Part.USERS: (
        "id",
        "userPrincipalName",
        "proxyAddresses",
        "onPremisesImmutableId",
        "onPremisesSyncEnabled",
    ),
    Part.GROUPS: ("id", "displayName", "proxyAddresses", "onPremisesSyncEnabled"),
    Part.CONTACTS: ("id", "proxyAddresses", "onPremisesSyncEnabled"),
    Part.DELETED_USERS: ("id", "onPremisesImmutableId"),
    Part.RECIPIENTS: ("id", "proxyAddresses", "onPremisesImmutableId", "onPremisesSyncEnabled"),
}
"""Without these nothing certain can be said of an object that meets nobody."""
_WELCOME = {Part.USERS: ("userType", "accountEnabled")}
"""Without these, something is assumed by name."""
_KINDS = {
    TenantKind.USER: (Part.USERS, Part.RECIPIENTS),
    TenantKind.GROUP: (Part.GROUPS, Part.RECIPIENTS),
    TenantKind.CONTACT: (Part.CONTACTS, Part.RECIPIENTS),
}
"""In which parts the objects of a kind are."""
_NUMBER = re.compile(r"(.*?)(\d{1,6})$")


class ExportedColumns:
    """Which properties the files of each part were asked for."""

    def __init__(self, files: Sequence[ExportFile]) -> None:
        """Take the files that were read; those with one object each are judged by folder."""
        self._columns: dict[tuple[Part, str], set[str]] = {}
        for file in files:
            where = str(file.path.parent) if file.is_single else file.location
            for part, number in file.parts.items():
                if number:  # a list of nothing tells no names
                    columns = self._columns.setdefault((part, where), set(file.columns[part]))
                    columns &= file.columns[part]
        self.parts = {part for file in files for part in file.parts}

    def lacking(self) -> Iterator[tuple[str, list[str]]]:
        """The files that lack what is needed, and what that is."""
        for (part, where), columns in self._columns.items():
            if missing := _missing(part, columns):
                yield where, missing

    def lacking_of(self, kind: TenantKind) -> list[str]:
        """What is needed of a kind of object and some file of it lacks."""
        of_kind = (
            name
            for (part, _), columns in self._columns.items()
            if part in _KINDS[kind]
            for name in _missing(part, columns)
        )
        return list(dict.fromkeys(of_kind))

    def holds(self, part: Part, name: str) -> bool:
        """Whether every file of a part was asked for a property."""
        of_part = [columns for (one, _), columns in self._columns.items() if one is part]
        return bool(of_part) and all(name in columns for columns in of_part)

    def assumed(self) -> list[str]:
        """What was not exported and is assumed."""
        return [
            name
            for part, names in _WELCOME.items()
            for name in names
            if part in self.parts and not self.holds(part, name)
        ]


def _missing(part: Part, columns: Collection[str]) -> list[str]:
    """What is needed of a part and is not among some columns."""
    # a date is all that the module MSOnline has of synchronisation
    has_date = "onPremisesLastSyncDateTime" in columns
    return [
        name
        for name in _NEEDED.get(part, ())
        if name not in columns and not (has_date and name == "onPremisesSyncEnabled")
    ]


def missing_by_kind(columns: ExportedColumns) -> dict[TenantKind, tuple[str, ...]]:
    """For each kind, why nobody of it can be called new; nothing where all is known."""
    missing: dict[TenantKind, tuple[str, ...]] = {}
    for kind, parts in _KINDS.items():
        if not columns.parts.intersection(parts):
            missing[kind] = (f"the export of the tenant has no {parts[0]}",)
        elif names := columns.lacking_of(kind):
            missing[kind] = (f"the export of the tenant has no {', '.join(names)}",)
    return missing


def refuse_unasked(file: ExportFile, users: int, aliases: int) -> None:
    """Refuse users of whom a property was not asked for, though it looks as if nobody had it.

    Every user of Entra ID has a mailNickname.
    https://learn.microsoft.com/graph/api/resources/user

    Raises:
        UsageError: there is no user, or no mailNickname.
    """
    if Part.USERS not in file.parts or file.open_pages:
        return
    if not users:
        raise UsageError(f"{file.location}: there is no user in it; {EXPORT_AGAIN}")
    if "mailNickname" in file.columns[Part.USERS] and not aliases:
        raise UsageError(
            f"{file.location}: no user has a mailNickname, which every user has, so properties"
            f" were not asked for; {EXPORT_AGAIN}"
        )


def missing_pages(files: Sequence[ExportFile]) -> Iterator[str]:
    """What to say of pages that are not there.

    https://learn.microsoft.com/graph/paging
    """
    by_part: dict[Part, list[ExportFile]] = defaultdict(list)
    for file in files:
        if file.open_pages or file.last_pages:
            for part in file.parts:
                by_part[part].append(file)
    for part, of_part in by_part.items():
        first = of_part[0].location
        if any(file.open_pages for file in of_part) and not any(
            file.last_pages for file in of_part
        ):
            yield f"{first}: it is one page of many (@odata.nextLink); {EXPORT_AGAIN}"
            continue
        if gap := _gap(of_part):
            yield f"{first}: of its pages, number {gap} is missing; {EXPORT_AGAIN}"
        told = next((file.count for file in of_part if file.count is not None), None)
        held = sum(file.parts[part] for file in of_part)
        if told is not None and held < told:
            yield (
                f"{first}: the export holds {held:,} of {told:,} {part} (@odata.count);"
                f" {EXPORT_AGAIN}"
            )


def _gap(files: Sequence[ExportFile]) -> int | None:
    """The number that the names of pages lack, if they are numbered and there are several."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for file in files:
        if found := _NUMBER.match(file.path.name.partition(".")[0]):
            numbers[str(file.path.parent / found[1])].add(int(found[2]))
    for of_name in numbers.values():
        whole = set(range(min(1, *of_name, 1), max(of_name) + 1))
        if len(of_name) > 1 and (lost := whole - of_name):
            return min(lost)
    return None
