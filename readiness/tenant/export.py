"""Reads all files of an export of a tenant: the objects to disk, the rest into one record."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from readiness.errors import UsageError
from readiness.model.tenant_object import NO_ROLE, UNKNOWN_ROLE, TenantKind, TenantSwitches
from readiness.model.wording import counted, verb
from readiness.tenant import NO_ROLES
from readiness.tenant.commands import EXPORT_AGAIN
from readiness.tenant.completeness import (
    ExportedColumns,
    missing_by_kind,
    missing_pages,
)
from readiness.tenant.contents import ExistingError, TenantContents, files_of, read_file
from readiness.tenant.object_store import ObjectStore, ObjectWriter
from readiness.tenant.readers.export_file import tell_by_folder
from readiness.tenant.readers.resources import OBJECTS, Resource
from readiness.tenant.tenant_settings import SWITCHES, TenantDomainList

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from readiness.model.tenant_object import HeldRole
    from readiness.tenant.readers.export_file import ExportFile

_PROBLEMS = 50
_MEMBERS = Resource.ROLE_GROUP_MEMBERS
IDLE = "is left aside: the export tells who holds a role"
"""What becomes of an assumption about what the export does tell."""


@dataclass(frozen=True)
class TenantSource:
    """One file of an export, or a folder of files that hold an object each."""

    location: str
    form: str
    objects: int


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
    roles: Mapping[str, HeldRole]
    """By the id of a user."""
    role_of_others: HeldRole
    """That of whoever is not in `roles`."""
    lists_mappings: bool
    """Whether a list of its own holds everybody who is mapped to an object of a directory."""
    existing_errors: tuple[ExistingError, ...] = ()
    waivers: tuple[str, ...] = ()
    """What somebody has said to assume."""


def read_tenant(paths: Iterable[Path], folder: Path, assumed: Collection[str] = ()) -> TenantExport:
    """Read an export: files, and folders of files.

    The objects are kept in `folder`, for an ObjectStore. `assumed` may hold NO_ROLES.

    Raises:
        UsageError: an export cannot carry an answer; says with which command to export again.
        SourceError: a file cannot be read, or not to its end.
    """
    read = TenantContents(ObjectWriter(folder))
    for file, is_named in files_of(paths):
        read_file(file, read, is_named=is_named)
    if read.aside:
        first, *others = read.aside
        number = len(others)
        more = f", as {verb(number, 'is', 'are')} {counted(number, 'further file')}"
        told = f"{first}: it holds no known part of a tenant, and is left aside"
        read.warnings.append(f"{told}{more if others else ''}")
    if not read.resources & (OBJECTS | {Resource.DOMAINS, Resource.SYNCHRONIZATION}):
        why = read.unknown or "--tenant: nothing of a tenant was found"
        raise UsageError(f"{why}; {EXPORT_AGAIN}")
    read.store.close()
    if twin := read.store.twice():
        # the recipients of Exchange are users, groups and contacts a second time
        has_both = Resource.RECIPIENTS in read.resources and len(OBJECTS & read.resources) > 1
        once = f"leave {Resource.RECIPIENTS} out" if has_both else "name each file once"
        raise UsageError(f"--tenant: two rows have the id “{twin}”: {once}, or {EXPORT_AGAIN}")
    return _judged(read, ObjectStore(folder), folder, frozenset(assumed))


def _judged(
    read: TenantContents, store: ObjectStore, folder: Path, assume: Collection[str]
) -> TenantExport:
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
    role_of_others = NO_ROLE
    # who may activate a role alone tells nothing of the many who hold theirs for ever
    if Resource.ROLE_ASSIGNMENTS not in read.resources:
        if NO_ROLES in assume:
            assumed.append(NO_ROLES)
            waivers.append("--assume no-roles: nobody whom the directory meets holds a role")
        else:
            role_of_others = UNKNOWN_ROLE
            problems.append(
                f"--tenant: who holds a role is unknown, and such accounts are not matched:"
                f" {EXPORT_AGAIN}, or say --assume no-roles"
            )
    else:
        if NO_ROLES in assume:
            read.warnings.append(f"--assume {NO_ROLES} {IDLE}")
        unknown = role_resources - read.resources | cut & (role_resources | {_MEMBERS})
        unread = [resource.value for resource in sorted(unknown)]
        if read.roles.has_unknown_members(store, knows_groups=Resource.GROUPS in read.resources):
            unread.append(_MEMBERS.value)
        if unread:
            assumed += unread
            role_of_others = UNKNOWN_ROLE
    if read.roles.has_undefined:
        assumed.append(Resource.ROLE_DEFINITIONS.value)
    lists_mappings = Resource.OBJECT_IDENTIFIERS in read.resources - cut
    if not (lists_mappings or columns.holds(Resource.USERS, "onPremisesObjectIdentifier")):
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
        read.roles.of_users(knows_all=role_of_others is NO_ROLE),
        role_of_others,
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
