"""A directory that is repaired: what an apply asks of it, and what it may answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from readiness.errors import ReadinessError
from readiness.model.values import as_text, visible
from readiness.remediation.repair_plan.change import octets_of
from readiness.remediation.repair_plan.permitted import MULTI_VALUED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from readiness.remediation.repair_plan.change import Change, Edit, Value


class WriteFailed(ReadinessError):
    """The server refused a request: nothing was changed."""


class OutcomeUnknown(ReadinessError):
    """A request was sent, and no answer came."""

    status = 3


@dataclass(frozen=True)
class Current:
    """An object as it is now."""

    guid: str
    dn: str
    object_class: str
    """In the words of a plan: `user`, `inetOrgPerson`, `group`, `contact`."""
    values: Mapping[str, frozenset[bytes]]
    """Of the attributes that were asked for, by their names in lower case."""
    writable: frozenset[str] | None
    """The attributes that the caller may write, in lower case; None where nobody can tell."""
    protection: str = ""
    """Why no program may change it, if so."""

    def held(self, attribute: str) -> frozenset[bytes]:
        """The values of an attribute, exactly."""
        return self.values.get(attribute.lower(), frozenset())


class ReadableDirectory(Protocol):
    """A directory that a plan is held against."""

    def read(self, guid: str, attributes: Collection[str]) -> Current | None:
        """The object with this GUID; None where there is none.

        Raises:
            SourceError: nobody can tell.
        """

    def holders(self, attribute: str, value: Value) -> Sequence[tuple[str, str]]:
        """The GUIDs and DNs of the objects that hold a name or an address in any attribute.

        Raises:
            SourceError: nobody can tell.
        """


class Directory(ReadableDirectory, Protocol):
    """A directory that is repaired."""

    def modify(self, guid: str, edits: Sequence[Edit]) -> None:
        """Send one request: of each edit, delete the old values and add the new ones.

        Raises:
            WriteFailed: the server refused it, so nothing was changed.
            OutcomeUnknown: no answer came.
            SourceError: nothing was sent.
        """


def attributes_of(change: Change) -> list[str]:
    """The attributes that a change is about."""
    return [edit.attribute for edit in change.edits]


def is_made(change: Change, current: Current) -> bool:
    """Whether an object is already as it should be after a change, byte by byte."""
    return all(_is_made(edit, current) for edit in change.edits)


def _is_made(edit: Edit, current: Current) -> bool:
    held = current.held(edit.attribute)
    added = set(map(octets_of, edit.add))
    # a value may go and come again: the server is told both where it would take its twin otherwise
    return added <= held and not (set(map(octets_of, edit.remove)) - added) & held


def staleness(change: Change, current: Current) -> str:
    """How an object differs from what the plan knows of it; empty if it does not.

    Compared byte by byte: a server ignores letter case and outer blanks, so that its own guard
    would let a change pass that was made for another value.
    """
    for edit in change.edits:
        held = current.held(edit.attribute)
        for value in edit.remove:
            if octets_of(value) not in held:
                return f"{edit.attribute} no longer holds “{in_message(value)}”"
        for value in edit.add:
            if octets_of(value) in held and value not in edit.remove:
                return f"{edit.attribute} holds “{in_message(value)}” already"
        # to add to an attribute that was empty is only right where it still is
        if not edit.remove and held and edit.attribute.lower() not in MULTI_VALUED:
            return f"{edit.attribute} is “{in_message(min(held))}” now"
    return ""


def missing_rights(change: Change, current: Current) -> Iterator[str]:
    """What the account may not write, as the directory itself tells."""
    for edit in change.edits:
        if current.writable is not None and edit.attribute.lower() not in current.writable:
            yield f"you have no right to write {edit.attribute}"


def in_message(value: Value) -> str:
    """A value in a message, with what hides made visible."""
    return visible(as_text(value))
