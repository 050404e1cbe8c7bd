"""Writes to a live directory: the only place in the project that can.

Each request is one modify of one object, addressed by its GUID, without controls: the control that
makes modifies permissive would let a stale guard pass.
https://learn.microsoft.com/openspecs/windows_protocols/ms-adts/49cdb1e3-3baa-4c7c-8cde-7c26b13d3ba7
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import ldap3
from ldap3.operation.modify import modify_operation

from readiness.errors import UsageError
from readiness.model.values import text
from readiness.remediation.directories.directory import OutcomeUnknown, WriteFailed
from readiness.remediation.directories.directory_reader import ANYTHING, DirectoryReader, named
from readiness.remediation.directories.write_access import refuse_unsafe
from readiness.remediation.repair_plan.change import octets_of
from readiness.sources.protocol import ber, requests
from readiness.sources.protocol.errors import (
    NO_SUCH_OBJECT,
    SUCCESS,
    ConnectionLost,
    Damaged,
    in_words,
)
from readiness.sources.protocol.operations import Search

if TYPE_CHECKING:
    from collections.abc import Sequence

    from readiness.remediation.repair_plan.change import Edit
    from readiness.sources.live.live_directory import LiveDirectory
    from readiness.sources.protocol.session import Session

# https://learn.microsoft.com/openspecs/windows_protocols/ms-adts/3ed61e6c-cfdc-487d-9f02-5a3397be3772
_READ_ONLY = "1.2.840.113556.1.4.1920"
"""The capability that only read-only domain controllers have."""
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


class DirectoryWriter(DirectoryReader):
    """One writable domain controller."""

    def __init__(self, directory: LiveDirectory) -> None:
        """Sign in.

        Raises:
            UsageError: it must not be written to, or not like this.
            SourceError: it is not there, or does not let the account in.
        """
        refuse_unsafe(directory.options.access)
        super().__init__(directory)
        if self.ask(_capabilities) & {_READ_ONLY}:
            raise UsageError(f"{self.server} is a read-only domain controller: name a writable one")

    def modify(self, guid: str, edits: Sequence[Edit]) -> None:
        """Send one request: of each edit, delete the old values and add the new ones.

        Raises:
            WriteFailed: the server refused it, so nothing was changed.
            OutcomeUnknown: no answer came.
            SourceError: nothing was sent.
        """
        operation = modify_operation(named(guid), _modifications(edits), auto_encode=False)
        session = self.ask(lambda session: session)
        try:
            # not through `ask`, which would send it again where the connection breaks
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


def _capabilities(session: Session) -> set[str]:
    root = session.read(Search("", ANYTHING, ("supportedCapabilities",), "base"))
    return {
        text(identifier) for entry in root for _, held in entry.attributes for identifier in held
    }
