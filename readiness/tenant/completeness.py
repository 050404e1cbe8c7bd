"""What an export lacks that a forecast needs: properties, pages, whole resources."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from readiness.errors import UsageError
from readiness.model.tenant_object import TenantKind
from readiness.tenant.commands import EXPORT_AGAIN
from readiness.tenant.readers.resources import Resource

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from readiness.tenant.readers.export_file import ExportFile
    from readiness.tenant.readers.properties import Columns

_NEEDED = {
    Resource.USERS: (
        "id",
        "userPrincipalName",
        "proxyAddresses",
        "onPremisesImmutableId",
        "onPremisesSyncEnabled",
        # every user has one: without it nothing shows whether what is empty was asked for
        "mailNickname",
    ),
    Resource.GROUPS: ("id", "displayName", "proxyAddresses", "onPremisesSyncEnabled"),
    Resource.CONTACTS: ("id", "proxyAddresses", "onPremisesSyncEnabled"),
    Resource.DELETED_USERS: ("id", "onPremisesImmutableId"),
    Resource.RECIPIENTS: ("id", "proxyAddresses", "onPremisesImmutableId", "onPremisesSyncEnabled"),
}
"""Without these nothing certain can be said of an object that meets nobody."""
_WELCOME = {Resource.USERS: ("userType", "accountEnabled")}
"""Without these, something is assumed by name."""
_KINDS = {
    TenantKind.USER: (Resource.USERS, Resource.RECIPIENTS),
    TenantKind.GROUP: (Resource.GROUPS, Resource.RECIPIENTS),
    TenantKind.CONTACT: (Resource.CONTACTS, Resource.RECIPIENTS),
}
"""In which resources the objects of a kind are, the one that holds all of them first."""
_SIGNS = {"proxyAddresses": "mail", "onPremisesImmutableId": "onPremisesSyncEnabled"}
"""What whoever has the other has, too: a mail address is put among the proxy addresses, and an
object is synchronised by its anchor. https://learn.microsoft.com/graph/api/resources/user"""
_PRIMARY = "primary address"
_MANY = 20
"""So many users do not all lack something by accident."""
_NUMBER = re.compile(r"(.*?)(\d{1,6})$")


class ExportedColumns:
    """Which properties the files of each resource were asked for."""

    def __init__(self, files: Sequence[ExportFile]) -> None:
        """Take the files that were read."""
        self._columns: dict[tuple[Resource, str], set[str]] = {}
        for file in files:
            for resource, number in file.resources.items():
                if number:  # a list of nothing tells no names
                    names = set(file.columns[resource])
                    if "signInBlocked" in names:
                        names.add("accountEnabled")
                    if file.form.startswith("msonline"):
                        names.add("mailNickname")  # it knows none, and gives all that it knows
                    columns = self._columns.setdefault((resource, file.location), names)
                    columns &= names
        self.resources = {resource for file in files for resource in file.resources}

    def lacking(self) -> Iterator[tuple[str, list[str]]]:
        """The files that lack what is needed, and what that is."""
        for (resource, where), columns in self._columns.items():
            if missing := _missing(resource, columns):
                yield where, missing

    def lacking_of(self, kind: TenantKind) -> list[str]:
        """What is needed of a kind of object and some file of it lacks."""
        of_kind = (
            name
            for (resource, _), columns in self._columns.items()
            if resource in _KINDS[kind]
            for name in _missing(resource, columns)
        )
        return list(dict.fromkeys(of_kind))

    def lacks(self, resource: Resource) -> bool:
        """Whether some file of a resource lacks what is needed."""
        return any(
            one is resource and bool(_missing(one, columns))
            for (one, _), columns in self._columns.items()
        )

    def holds(self, resource: Resource, name: str) -> bool:
        """Whether every file of a resource was asked for a property."""
        of_resource = [columns for (one, _), columns in self._columns.items() if one is resource]
        return bool(of_resource) and all(name in columns for columns in of_resource)

    def assumed(self) -> list[str]:
        """What was not exported and is assumed."""
        return [
            name
            for resource, names in _WELCOME.items()
            for name in names
            if resource in self.resources and not self.holds(resource, name)
        ]


def _missing(resource: Resource, columns: Collection[str]) -> list[str]:
    """What is needed of a resource and is not among some columns."""
    # a date is all that the module MSOnline has of synchronisation
    has_date = "onPremisesLastSyncDateTime" in columns
    return [
        name
        for name in _NEEDED.get(resource, ())
        if name not in columns and not (has_date and name == "onPremisesSyncEnabled")
    ]


def missing_by_kind(
    columns: ExportedColumns, cut: Collection[Resource]
) -> dict[TenantKind, tuple[str, ...]]:
    """For each kind, why nobody of it can be called new; nothing where all is known.

    `cut` are the resources of which pages or rows are missing.
    """
    missing: dict[TenantKind, tuple[str, ...]] = {}
    for kind, (resource, _) in _KINDS.items():
        if resource not in columns.resources:
            # recipients are not all: whoever has no mail is none
            only = ", but for recipients" if Resource.RECIPIENTS in columns.resources else ""
            missing[kind] = (f"the export of the tenant has no {resource}{only}",)
        elif names := columns.lacking_of(kind):
            missing[kind] = (f"the export of the tenant has no {', '.join(names)}",)
        elif resource in cut:
            missing[kind] = (f"the export of the tenant has not all {resource}",)
    deleted = Resource.DELETED_USERS  # of whom the anchors count
    if deleted in cut or columns.lacks(deleted):
        told = f"the export of the tenant has not all {deleted}, or not their anchors"
        missing[TenantKind.USER] = (*missing.get(TenantKind.USER, ()), told)
    return missing


def held_by_some(columns: Columns) -> set[str]:
    """The properties that some users of an export hold, of those that tell of each other."""
    held = {name for name in ("mailNickname", *_SIGNS) if any(columns.get(name, ()))}
    synced = columns.get("onPremisesSyncEnabled", ())
    if True in synced or "True" in synced:
        held.add("onPremisesSyncEnabled")
    mail = columns.get("mail", ())
    kinds = columns.get("userType", mail)
    # of guests no page tells that they have both; the types alone, without the mail, tell nothing
    if any(one and kind != "Guest" for one, kind in zip(mail, kinds, strict=False)):
        held.add("mail")
    # a list, or a cell that holds several
    if any("SMTP:" in str(addresses) for addresses in columns.get("proxyAddresses", ())):
        held.add(_PRIMARY)
    return held


def refuse_unasked(file: ExportFile, held: Collection[str]) -> None:
    """Refuse users of whom a property was not asked for, though it looks as if nobody had it.

    Every user of Entra ID has a mailNickname. A property that many users cannot all lack is taken
    off the columns of the file, as if it were not there.
    https://learn.microsoft.com/graph/api/resources/user

    Raises:
        UsageError: there is no user, no mailNickname, or no primary address.
    """
    users = file.resources.get(Resource.USERS)
    if users is None:
        return
    columns = file.columns.get(Resource.USERS, set())
    if users >= _MANY:
        columns -= {name for name, sign in _SIGNS.items() if sign in held and name not in held}
        if "proxyAddresses" in held and _PRIMARY not in held:
            raise UsageError(
                f"{file.location}: many users have addresses, and nobody a primary one (SMTP:), so"
                f" the types or their letter case were lost; {EXPORT_AGAIN}"
            )
    if file.open_pages:
        return
    if not users:
        raise UsageError(f"{file.location}: there is no user in it; {EXPORT_AGAIN}")
    if "mailNickname" in columns and "mailNickname" not in held:
        raise UsageError(
            f"{file.location}: no user has a mailNickname, which every user has, so properties"
            f" were not asked for; {EXPORT_AGAIN}"
        )


def missing_pages(files: Sequence[ExportFile]) -> Iterator[tuple[Resource, str]]:
    """The resources of which pages are not there, and what to say of that.

    https://learn.microsoft.com/graph/paging
    """
    by_resource: dict[Resource, list[ExportFile]] = defaultdict(list)
    for file in files:
        if file.open_pages or file.last_pages:
            for resource in file.resources:
                by_resource[resource].append(file)
    for resource, of_resource in by_resource.items():
        first = of_resource[0].location
        if any(file.open_pages for file in of_resource) and not any(
            file.last_pages for file in of_resource
        ):
            yield resource, f"{first}: it is one page of many (@odata.nextLink); {EXPORT_AGAIN}"
            continue
        if gap := _gap(of_resource):
            yield resource, f"{first}: of its pages, number {gap} is missing; {EXPORT_AGAIN}"
        told = next((file.count for file in of_resource if file.count is not None), None)
        held = sum(file.resources[resource] for file in of_resource)
        if told is not None and held < told:
            part = f"{held:,} of {told:,} {resource} (@odata.count)"
            yield resource, f"{first}: the export holds {part}; {EXPORT_AGAIN}"


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
