"""Reads all files of an export of a tenant: the objects to disk, the rest into one record."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from readiness.errors import UsageError
from readiness.model.tenant_object import Role, TenantKind, TenantSwitches
from readiness.tenant import NO_ROLES
from readiness.tenant.commands import EXPORT_AGAIN
from readiness.tenant.completeness import (
    ExportedColumns,
    missing_by_kind,
    missing_pages,
    refuse_unasked,
)
from readiness.tenant.object_store import ObjectStore, ObjectWriter
from readiness.tenant.objects import Unread, object_of
from readiness.tenant.readers.export_file import ExportFile, tell_by_folder
from readiness.tenant.readers.properties import NameOfType, identifiers, text
from readiness.tenant.readers.resources import OBJECTS, Resource
from readiness.tenant.roles import RoleHolders
from readiness.tenant.tenant_settings import (
    SWITCHES,
    TenantDomain,
    TenantDomainList,
    domain_of,
    features_of,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from readiness.tenant.readers.properties import Properties

_ENDINGS = (".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".txt", ".gz")
_PROBLEMS = 50
_ERRORS = 1000
"""So many conflicts that the tenant has already are listed."""


@dataclass(frozen=True)
class TenantSource:
    """One file of an export, or a folder of files that hold an object each."""

    location: str
    form: str
    objects: int


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


@dataclass(frozen=True)
class TenantExport:
    """What an export tells of a tenant, beside its objects, which are in an ObjectStore."""

    folder: Path
    sources: tuple[TenantSource, ...]
    switches: TenantSwitches
    assumed: tuple[str, ...]
    """What was not exported and is taken for granted, by Graph's names."""
    missing: Mapping[TenantKind, tuple[str, ...]]
    """For each kind of object, why nothing certain can be said of one that meets nobody."""
    problems: tuple[str, ...]
    """What makes the forecast incomplete."""
    warnings: tuple[str, ...]
    domains: TenantDomainList
    roles: Mapping[str, Role]
    """By the id of a user."""
    role_of_others: Role
    """That of whoever is not in `roles`."""
    has_mappings: bool
    """Whether it is known to which objects of a directory users are mapped."""
    lists_mappings: bool
    """Whether that stands in a list of its own."""
    existing_errors: tuple[ExistingError, ...] = ()
    waivers: tuple[str, ...] = ()
    """What somebody has said to assume."""


@dataclass
class _Read:
    """What has been read so far."""

    store: ObjectWriter
    files: list[ExportFile] = field(default_factory=list)
    counts: Counter[Resource] = field(default_factory=Counter)
    kinds: Counter[TenantKind] = field(default_factory=Counter)
    resources: set[Resource] = field(default_factory=set)
    roles: RoleHolders = field(default_factory=RoleHolders)
    switches: dict[str, bool] = field(default_factory=dict)
    domains: list[TenantDomain] = field(default_factory=list)
    errors: list[ExistingError] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    aliases: int = 0
    """The users who have a mailNickname."""


def read_tenant(paths: Iterable[Path], folder: Path, assumed: Collection[str] = ()) -> TenantExport:
    """Read an export: files, and folders of files.

    The objects are kept in `folder`, for an ObjectStore. `assumed` may hold NO_ROLES.

    Raises:
        UsageError: an export cannot carry an answer; says with which command to export again.
        SourceError: a file cannot be read, or not to its end.
    """
    read = _Read(ObjectWriter(folder))
    for file, is_named in _files(paths):
        _read_file(file, read, is_named=is_named)
    if not read.resources & (OBJECTS | {Resource.DOMAINS, Resource.SYNCHRONIZATION}):
        raise UsageError(f"--tenant: nothing of a tenant was found; {EXPORT_AGAIN}")
    read.store.close()
    store = ObjectStore(folder)
    if twin := store.twice():
        raise UsageError(
            f"--tenant: two rows have the id “{twin}”: name each file once, or {EXPORT_AGAIN}"
        )
    return _judged(read, store, folder, frozenset(assumed))


def _files(paths: Iterable[Path]) -> Iterator[tuple[ExportFile, bool]]:
    """The files that are named, or are in a folder that is; and whether they are named."""
    for path in paths:
        if not path.is_dir():
            yield ExportFile(path, (path.name, path.absolute().parent.name)), True
            continue
        for below, folders, names in os.walk(path):
            folders.sort()
            inner = Path(below).relative_to(path).parts
            for name in sorted(names):
                if name.lower().endswith(_ENDINGS) and not name.startswith("."):
                    yield ExportFile(Path(below) / name, (name, *reversed(inner))), False


def _read_file(file: ExportFile, read: _Read, *, is_named: bool) -> None:
    """Read the objects of a file.

    Raises:
        UsageError: it is of no use.
        SourceError: it cannot be read.
    """
    aliases = users = 0
    for line, resource, given in file.objects():
        where = f"{file.location}:{line}"
        if resource is None:
            if is_named:
                what = "the objects are of no known resource of a tenant"
                raise UsageError(f"{where}: {what}; {EXPORT_AGAIN}")
            continue
        try:
            if resource in OBJECTS:
                aliases += bool(given.get("mailNickname"))
                users += resource is Resource.USERS
                _read_object(resource, given, read, where)
            else:
                _read_setting(resource, given, read)
        except NameOfType as error:
            raise UsageError(f"{where}: {error}; {EXPORT_AGAIN}") from error
        except ValueError as error:
            read.problems.append(f"{where}: {error}")
    if not file.resources:
        if is_named:
            raise UsageError(f"{file.location}: there is no object in it; {EXPORT_AGAIN}")
        return
    for resource, number in file.resources.items():
        read.resources.add(resource)
        read.counts[resource] += number
    read.files.append(file)
    read.problems += file.problems
    read.warnings += file.warnings
    refuse_unasked(file, users, aliases)


def _read_object(resource: Resource, given: Properties, read: _Read, where: str) -> None:
    """Read an object; a value that cannot be read is one of which nothing is known.

    Raises:
        ValueError: the export is of no use.
    """
    try:
        one = object_of(resource, given)
    except Unread as error:
        if error.is_of_no_use:
            raise NameOfType(error) from error
        read.problems.append(f"{where}: {error}")
        rest = {name: value for name, value in given.items() if name != error.name}
        _read_object(resource, rest, read, where)
        return
    if one is None:
        return
    read.store.add(one)
    read.kinds[one.kind] += 1
    if one.kind is TenantKind.GROUP:
        read.roles.add_group(one.id, given)
    for conflict in given.get("onPremisesProvisioningErrors") or ():
        if isinstance(conflict, dict) and len(read.errors) < _ERRORS:
            told = {name.lower(): value for name, value in conflict.items()}
            about, value = text(told.get("propertycausingerror")), text(told.get("value"))
            read.errors.append(ExistingError(one.id, one.user_principal_name, about, value))


def _read_setting(resource: Resource, given: Properties, read: _Read) -> None:
    """Read what is no object that a directory may meet."""
    match resource:
        case Resource.ROLE_ASSIGNMENTS | Resource.ROLE_ELIGIBILITY_SCHEDULES:
            is_eligible = resource is Resource.ROLE_ELIGIBILITY_SCHEDULES
            role = Role.ELIGIBLE if is_eligible else Role.ASSIGNED
            read.roles.add(text(given.get("principalId")), role)
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


def _judged(read: _Read, store: ObjectStore, folder: Path, assume: Collection[str]) -> TenantExport:
    """What follows from what was read, and from what was not."""
    assumed = [name for field, name in SWITCHES.items() if field not in read.switches]
    tell_by_folder(read.files)
    columns = ExportedColumns(read.files)
    pages = list(missing_pages(read.files))
    cut = {resource for resource, _ in pages}
    cut.update(resource for file in read.files if file.problems for resource in file.resources)
    problems = [*read.problems[:_PROBLEMS], *(told for _, told in pages)]
    if more := len(read.problems[_PROBLEMS:]):
        problems.append(f"--tenant: {more:,} further values cannot be read")
    problems += [
        f"{location}: the export holds no {', '.join(names)}; {EXPORT_AGAIN}"
        for location, names in columns.lacking()
    ]
    role_resources = {Resource.ROLE_ASSIGNMENTS, Resource.ROLE_ELIGIBILITY_SCHEDULES}
    waivers: list[str] = []
    role_of_others = Role.NONE
    if not read.resources & role_resources:
        if NO_ROLES in assume:
            assumed.append(NO_ROLES)
            waivers.append("--assume no-roles: nobody whom the directory meets holds a role")
        else:
            role_of_others = Role.UNKNOWN
            problems.append(
                f"--tenant: who holds a role is unknown, and such accounts are not matched:"
                f" {EXPORT_AGAIN}, or say --assume no-roles"
            )
    else:
        unread = [resource.value for resource in sorted(role_resources - read.resources)]
        if read.roles.has_unknown_members(store, knows_groups=Resource.GROUPS in read.resources):
            unread.append(Resource.ROLE_GROUP_MEMBERS.value)
        if unread:
            assumed += unread
            role_of_others = Role.UNKNOWN
    lists_mappings = Resource.OBJECT_IDENTIFIERS in read.resources
    has_mappings = lists_mappings or columns.holds(Resource.USERS, "onPremisesObjectIdentifier")
    if not has_mappings:
        assumed.append("onPremisesObjectIdentifier")
    assumed += columns.assumed()
    wanted = [Resource.GROUPS, Resource.CONTACTS, Resource.DELETED_USERS]
    if Resource.RECIPIENTS in read.resources:  # groups and contacts among them
        wanted = wanted[2:]
    assumed += [resource.value for resource in wanted if resource not in read.resources]
    return TenantExport(
        folder,
        tuple(_sources(read.files)),
        TenantSwitches(**read.switches),
        tuple(dict.fromkeys(assumed)),
        missing_by_kind(columns, cut),
        tuple(dict.fromkeys(problems)),
        tuple(read.warnings),
        TenantDomainList.of(read.domains),
        read.roles.of_users(),
        role_of_others,
        has_mappings,
        lists_mappings,
        tuple(read.errors),
        tuple(waivers),
    )


def _sources(files: Sequence[ExportFile]) -> Iterator[TenantSource]:
    """The files, or folders of files, with the number of their objects."""
    objects: Counter[tuple[str, str]] = Counter()
    for file in files:
        objects[file.location, file.form] += sum(file.resources.values())
    for (location, form), number in objects.items():
        yield TenantSource(location, form, number)
