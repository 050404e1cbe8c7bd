"""Reads a live directory for a repair plan: an object by its GUID, and who holds a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from readiness.directory.identifiers.distinguished_name import domain_of, fold_dn
from readiness.directory.objects.sync_scope import is_below
from readiness.errors import SourceError, UsageError
from readiness.model.entry import Entry, Kind
from readiness.model.values import guid_text, text
from readiness.remediation.directories.directory import Current, in_message
from readiness.remediation.directories.holder_filter import held_by
from readiness.remediation.repair_plan.permitted import PROTECTION_READS, protection
from readiness.sources.live.ranged_values import completed, has_ranges
from readiness.sources.protocol.errors import NO_SUCH_OBJECT, SearchFailed
from readiness.sources.protocol.operations import Search

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from readiness.remediation.repair_plan.change import Value
    from readiness.sources.live.forest import RootDse
    from readiness.sources.live.live_directory import LiveDirectory
    from readiness.sources.protocol.operations import LdapEntry
    from readiness.sources.protocol.session import Session

    T = TypeVar("T")

_RIGHTS = "allowedAttributesEffective"
"""What the caller may write: https://learn.microsoft.com/windows/win32/adschema/a-allowedattributeseffective"""
ANYTHING = "(objectClass=*)"


class DirectoryReader:
    """The domain of one domain controller, as a plan looks at it; nothing is written."""

    def __init__(self, directory: LiveDirectory) -> None:
        """Sign in.

        Raises:
            UsageError: it does not show all that a plan is about.
            SourceError: it is not there, or does not let the account in.
        """
        # what it leaves out would look as if somebody had deleted it
        if any(server.is_catalogue for server in directory.options.access.servers):
            raise UsageError(
                "a global catalogue holds only a part of each object: use the port 636, or leave it"
                " out"
            )
        self._directory = directory
        forest = directory.forest()
        self.root: RootDse = forest.root
        self._domains = [fold_dn(domain.dn) for domain in forest.domains]
        self.domain = domain_of(f"CN=x,{self.root.base or ''}").lower()
        """The DNS name of its domain."""
        self.server = self.root.host or str(directory.options.access.servers[0])
        # others know no objectGUID as a name, and no rights that can be read
        if not self.root.is_active_directory or not self.domain:
            raise UsageError("the server is no domain controller of Active Directory")

    def holds(self, dn: str) -> bool:
        """Whether an object is in the domain of this controller, and in none below it."""
        own = fold_dn(self.root.base or "")
        # the DN of a child domain lies below that of its parent, and is none of its objects
        bases = [base for base in (own, *self._domains) if is_below(dn, [base])]
        return max(bases, key=len, default="") == own

    def read(self, guid: str, attributes: Collection[str]) -> Current | None:
        """The object with this GUID; None where there is none.

        Raises:
            SourceError: nobody can tell.
        """
        asked = (*attributes, *PROTECTION_READS, _RIGHTS, "objectGUID")
        search = Search(named(guid), ANYTHING, tuple(dict.fromkeys(asked)), "base")

        def found(session: Session) -> list[LdapEntry]:
            entries = session.read(search)
            return [completed(session, entry) if has_ranges(entry) else entry for entry in entries]

        try:
            entries = self.ask(found)
        except SearchFailed as error:
            if error.code == NO_SUCH_OBJECT:
                return None
            raise
        return _current(entries[0]) if entries else None

    def holders(self, attribute: str, value: Value) -> Sequence[tuple[str, str]]:
        """The GUIDs and DNs of the objects of the domain that hold a name or an address.

        Raises:
            SourceError: nobody can tell.
        """
        search = Search(
            self.root.base or "", held_by(attribute, value, self.domain), ("objectGUID",)
        )
        entries = self.ask(lambda session: session.read(search))
        return [(_guid(entry), entry.dn.decode("utf-8", "backslashreplace")) for entry in entries]

    def ask(self, question: Callable[[Session], T]) -> T:
        """What a session answers, however long ago it was asked something.

        A plan may take hours, and whoever confirms it may have thought about it as long: there are
        only so many questions, each of which ends.
        """

        def renewed(session: Session) -> T:
            session.renew()
            return question(session)

        return self._directory.begin(renewed)


def named(guid: str) -> str:
    """The name of an object that is the same wherever it is moved.

    https://learn.microsoft.com/openspecs/windows_protocols/ms-adts/92f0ded6-0ae1-4fa4-85e8-0df4fcb3bcf1

    Raises:
        SourceError: it is no GUID.
    """
    try:
        return f"<GUID={UUID(guid)}>"
    except ValueError as error:
        raise SourceError(f"“{in_message(guid)}” is no GUID") from error


def _current(entry: LdapEntry) -> Current:
    values = {name.decode("ascii").lower(): held for name, held in entry.attributes}
    classes = tuple(map(text, values.get("objectclass", [])))
    dn = entry.dn.decode("utf-8", "backslashreplace")
    as_entry = Entry(
        dn, Kind.of(classes), {name: list(held) for name, held in values.items() if held}
    )
    return Current(
        guid=as_entry.guid or "",
        dn=dn,
        object_class=as_entry.kind.value,
        values={name: frozenset(held) for name, held in values.items()},
        writable=frozenset(text(name).lower() for name in values.get(_RIGHTS.lower(), [])),
        protection=protection(as_entry),
    )


def _guid(entry: LdapEntry) -> str:
    return next((guid_text(held[0]) or "" for _, held in entry.attributes if held), "")
