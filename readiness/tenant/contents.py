"""Reads the files of an export of a tenant one by one, and gathers what they hold."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from readiness.errors import UsageError
from readiness.model.tenant_object import Role, TenantKind
from readiness.tenant.commands import EXPORT_AGAIN
from readiness.tenant.completeness import held_by_some, refuse_unasked
from readiness.tenant.objects import Unread, objects_of
from readiness.tenant.readers.export_file import ExportFile
from readiness.tenant.readers.resources import OBJECTS, Resource
from readiness.tenant.readers.table_items import NoTable
from readiness.tenant.readers.values import NameOfType, identifiers, text
from readiness.tenant.roles import RoleHolders
from readiness.tenant.tenant_settings import TenantDomain, domain_of, features_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from readiness.model.tenant_object import TenantObject
    from readiness.tenant.object_store import ObjectWriter
    from readiness.tenant.readers.properties import Properties
    from readiness.tenant.readers.rows import Rows

_ENDINGS = (".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".txt", ".gz")
_CONFLICTS = "onPremisesProvisioningErrors"
_ERRORS = 1000
"""So many conflicts that the tenant has already are listed."""


@dataclass(frozen=True)
class ExistingError:
    """A conflict of an object that is synchronised already.

    https://learn.microsoft.com/graph/api/resources/onpremisesprovisioningerror
    """

    id: str | None
    """None where it is hidden."""
    user_principal_name: str
    property: str
    value: str


@dataclass
class TenantContents:
    """What has been read so far."""

    store: ObjectWriter
    files: list[ExportFile] = field(default_factory=list)
    resources: set[Resource] = field(default_factory=set)
    roles: RoleHolders = field(default_factory=RoleHolders)
    switches: dict[str, bool] = field(default_factory=dict)
    domains: list[TenantDomain] = field(default_factory=list)
    errors: list[ExistingError] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    unknown: str = ""
    """The first objects of which nothing told the resource: where and why."""
    aside: list[str] = field(default_factory=list)
    """The files of a folder that hold no known part of a tenant."""


def files_of(paths: Iterable[Path]) -> Iterator[tuple[ExportFile, bool]]:
    """The files that are named, or are in a folder that is; and whether they are named.

    Raises:
        UsageError: there is no such file.
    """
    for path in paths:
        if not path.exists():
            raise UsageError(f"--tenant {path}: there is no such file or folder")
        if not path.is_dir():
            yield ExportFile(path, (path.name, path.absolute().parent.name)), True
            continue
        for below, folders, names in os.walk(path):
            folders.sort()
            inner = Path(below).relative_to(path).parts
            for name in sorted(names):
                if name.lower().endswith(_ENDINGS) and not name.startswith("."):
                    yield ExportFile(Path(below) / name, (name, *reversed(inner))), False


def read_file(file: ExportFile, read: TenantContents, *, is_named: bool) -> None:
    """Read the objects of a file.

    Raises:
        UsageError: it is of no use.
        SourceError: it cannot be read.
    """
    held: set[str] = set()
    for rows in _rows_of(file, is_named=is_named):
        if rows.resource is None:
            if not read.unknown:
                where = f"{file.location}:{next(iter(rows.lines))}"
                what = "the objects are of no known resource of a tenant"
                read.unknown = f"{where}: {what}: {file.why_unknown()}"
            if is_named:
                raise UsageError(f"{read.unknown}; {EXPORT_AGAIN}")
            continue
        if rows.resource in OBJECTS:
            if rows.resource is Resource.USERS:
                held |= held_by_some(rows.columns)
            if _read_objects(rows.resource, rows, read):
                continue
        _read_one_by_one(rows.resource, rows, read, file.location)
    if not file.resources:
        if is_named:
            raise UsageError(f"{file.location}: there is no object in it; {EXPORT_AGAIN}")
        read.aside.append(file.location)
        return
    read.resources.update(file.resources)
    read.files.append(file)
    read.problems += file.problems
    read.warnings += file.warnings
    refuse_unasked(file, held)


def _rows_of(file: ExportFile, *, is_named: bool) -> Iterator[Rows]:
    """The rows of a file; none of what is no table, and neither named nor called a part."""
    try:
        yield from file.rows()
    except NoTable:
        if is_named or file.is_called_a_part:
            raise


def _read_one_by_one(resource: Resource, rows: Rows, read: TenantContents, location: str) -> None:
    """Read objects so that what cannot be read can be told with its line.

    Raises:
        UsageError: the export is of no use.
    """
    for line, given in rows.each():
        where = f"{location}:{line}"
        try:
            if resource in OBJECTS:
                _read_object(resource, given, read, where)
            else:
                _read_setting(resource, given, read)
        except NameOfType as error:
            raise UsageError(f"{where}: {error}; {EXPORT_AGAIN}") from error
        except ValueError as error:
            read.problems.append(f"{where}: {error}")


def _read_objects(resource: Resource, rows: Rows, read: TenantContents) -> bool:
    """Read objects all at once; whether there is nothing that has to be told of one of them."""
    # groups with members may hold roles, and conflicts are listed: both are few
    if any(any(rows.columns.get(name, ())) for name in ("members", _CONFLICTS)):
        return False
    try:
        read.store.add(objects_of(resource, rows.columns, rows.size))
    except Unread:
        return False
    return True


def _read_object(resource: Resource, given: Properties, read: TenantContents, where: str) -> None:
    """Read an object; a value that cannot be read is one of which nothing is known.

    Raises:
        ValueError: the export is of no use.
    """
    try:
        found = objects_of(resource, {name: (value,) for name, value in given.items()}, 1)
    except Unread as error:
        if error.is_of_no_use:
            raise NameOfType(error) from error
        read.problems.append(f"{where}: {error}")
        rest = {name: value for name, value in given.items() if name != error.name}
        _read_object(resource, rest, read, where)
        return
    read.store.add(found)
    for cloud_object in found:
        _read_beside(cloud_object, given, read)


def _read_beside(cloud_object: TenantObject, given: Properties, read: TenantContents) -> None:
    """Read what an export tells of an object beside its names.

    Raises:
        ValueError: a value cannot be read.
    """
    if cloud_object.kind is TenantKind.GROUP:
        read.roles.add_group(cloud_object.id, given)
    conflicts = given.get(_CONFLICTS)
    for conflict in conflicts if isinstance(conflicts, list) else (conflicts,):
        if conflict and isinstance(conflict, dict) and len(read.errors) < _ERRORS:
            told = {name.lower(): value for name, value in conflict.items()}
            about, value = text(told.get("propertycausingerror")), text(told.get("value"))
            read.errors.append(
                ExistingError(cloud_object.id, cloud_object.user_principal_name, about, value)
            )


def _read_setting(resource: Resource, given: Properties, read: TenantContents) -> None:
    """Read what is no object that a directory may meet."""
    match resource:
        case Resource.ROLE_ASSIGNMENTS | Resource.ROLE_ELIGIBILITY_SCHEDULES:
            is_eligible = resource is Resource.ROLE_ELIGIBILITY_SCHEDULES
            role = Role.ELIGIBLE if is_eligible else Role.ASSIGNED
            read.roles.add(given, role)
        case Resource.ROLE_DEFINITIONS:
            read.roles.define(given)
        case Resource.ROLE_GROUP_MEMBERS:
            members = given.get("members") or given.get("memberId") or given.get("principalId")
            read.roles.add_members(text(given.get("groupId")), identifiers(members))
        case Resource.OBJECT_IDENTIFIERS:
            identifier = text(given.get("onPremisesObjectIdentifier"))
            if identifier:
                read.store.add_mapping(text(given.get("id")).lower(), identifier)
        case Resource.DOMAINS:
            if domain := domain_of(given):
                read.domains.append(domain)
        case Resource.SYNCHRONIZATION:
            read.switches |= features_of(given)
