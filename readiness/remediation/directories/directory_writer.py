"""Writes to a live directory: the only place in the project that can.

Each request is one modify of one object, addressed by its GUID, without controls: the control that
makes modifies permissive would let a stale guard pass.
https://learn.microsoft.com/openspecs/windows_protocols/ms-adts/49cdb1e3-3baa-4c7c-8cde-7c26b13d3ba7
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

import ldap3
from ldap3.operation.modify import modify_operation

from readiness.directory.distinguished_name import domain_of, fold_dn
from readiness.directory.sync_scope import is_below
from readiness.errors import SourceError, UsageError
from readiness.model.entry import Entry, Kind
from readiness.model.values import guid_text, text
from readiness.remediation.directories.directory import (
    Current,
    OutcomeUnknown,
    WriteFailed,
    in_message,
)
from readiness.remediation.directories.holder_filter import held_by
from readiness.remediation.repair_plan.change import octets_of
from readiness.remediation.repair_plan.permitted import PROTECTION_READS, protection
from readiness.sources.live.ranged_values import completed, has_ranges
from readiness.sources.protocol import ber, requests
from readiness.sources.protocol.errors import (
    NO_SUCH_OBJECT,
    SUCCESS,
    ConnectionLost,
    Damaged,
    SearchFailed,
    in_words,
)
from readiness.sources.protocol.operations import Search

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from readiness.remediation.repair_plan.change import Edit, Value
    from readiness.sources.live.forest import RootDse
    from readiness.sources.live.live_directory import LiveDirectory
    from readiness.sources.protocol.access import Access
    from readiness.sources.protocol.operations import LdapEntry
    from readiness.sources.protocol.session import Session

    T = TypeVar("T")

# https://learn.microsoft.com/openspecs/windows_protocols/ms-adts/3ed61e6c-cfdc-487d-9f02-5a3397be3772
_READ_ONLY = "1.2.840.113556.1.4.1920"
"""The capability that only read-only domain controllers have."""
_RIGHTS = "allowedAttributesEffective"
"""What the caller may write: https://learn.microsoft.com/windows/win32/adschema/a-allowedattributeseffective"""
_ANYTHING = "(objectClass=*)"
# what the codes of https://www.rfc-editor.org/rfc/rfc4511#appendix-A mean for a guarded change
_MEANINGS = {
    10: "the server refers to another one, which is not followed",
    16: "a value that was to go is not there any more",
    19: "the server does not allow it: the name may belong to somebody else in the forest",
    20: "a value that was to come is there already",
    21: "the server does not take the value: it may be too long",
    NO_SUCH_OBJECT: "there is no such object any more",
    50: "you have no right to do that",
    51: "the server is busy",
    52: "the server is not available",
    53: "the server is not willing to do that",
    68: "the name belongs to somebody else",
}


class DirectoryWriter:
    """One writable domain controller."""

    def __init__(self, directory: LiveDirectory) -> None:
        """Sign in.

        Raises:
            UsageError: it must not be written to, or not like this.
            SourceError: it is not there, or does not let the account in.
        """
        refuse_unsafe(directory.options.access)
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
        if directory.begin(_capabilities) & {_READ_ONLY}:
            raise UsageError(f"{self.server} is a read-only domain controller: name a writable one")

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
        search = Search(_named(guid), _ANYTHING, tuple(dict.fromkeys(asked)), "base")

        def found(session: Session) -> list[LdapEntry]:
            entries = session.read(search)
            return [completed(session, entry) if has_ranges(entry) else entry for entry in entries]

        try:
            entries = self._asked(found)
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
        entries = self._asked(lambda session: session.read(search))
        return [(_guid(entry), entry.dn.decode("utf-8", "backslashreplace")) for entry in entries]

    def modify(self, guid: str, edits: Sequence[Edit]) -> None:
        """Send one request: of each edit, delete the old values and add the new ones.

        Raises:
            WriteFailed: the server refused it, so nothing was changed.
            OutcomeUnknown: no answer came.
            SourceError: nothing was sent.
        """
        operation = modify_operation(_named(guid), _modifications(edits), auto_encode=False)
        session = self._asked(lambda session: session)
        try:
            # not through `begin`, which would send it again where the connection breaks
            result = session.answer_to(
                lambda number: requests.message(number, "modifyRequest", operation),
                ber.MODIFY_RESPONSE,
            )
        except (ConnectionLost, Damaged) as error:
            session.close()
            raise OutcomeUnknown(str(error)) from error
        if result.code != SUCCESS:
            meaning = _MEANINGS.get(result.code, "the server refused it")
            raise WriteFailed(f"{meaning} ({result.code} {in_words(result)})")

    def _asked(self, question: Callable[[Session], T]) -> T:
        """What a session answers, however long ago it was asked something.

        A plan may take hours, and whoever confirms it may have thought about it as long: there are
        only so many questions, each of which ends.
        """

        def asked(session: Session) -> T:
            session.renew()
            return question(session)

        return self._directory.begin(asked)


def refuse_unsafe(access: Access) -> None:
    """Refuse to write where anybody could read or change it on the way, or where it cannot be.

    Raises:
        UsageError: says what to do instead.
    """
    if len(access.servers) != 1:
        raise UsageError("name one domain controller: what one has written, others do not show yet")
    if access.servers[0].is_catalogue:
        raise UsageError("a global catalogue is read-only: use the port 636, or leave it out")
    if access.is_cleartext:
        raise UsageError("nothing is written over an unencrypted connection: use ldaps://")
    if access.insecure:
        raise UsageError("nothing is written to a server that nobody has verified: give --ca-file")
    if access.auth == "anonymous":
        raise UsageError("who writes? Give --user, or --auth kerberos")


def _modifications(edits: Sequence[Edit]) -> dict[str, list[tuple[str, list[bytes]]]]:
    """The deletes and adds of each attribute; an empty list would delete every value."""
    return {
        edit.attribute: [
            (how, list(map(octets_of, values)))
            for how, values in (
                (ldap3.MODIFY_DELETE, edit.remove),
                (ldap3.MODIFY_ADD, edit.add),
            )
            if values
        ]
        for edit in edits
    }


def _named(guid: str) -> str:
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


def _capabilities(session: Session) -> set[str]:
    root = session.read(Search("", _ANYTHING, ("supportedCapabilities",), "base"))
    return {
        text(identifier) for entry in root for _, held in entry.attributes for identifier in held
    }
