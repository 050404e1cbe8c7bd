"""Takes back what a journal says was done, the last change first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.remediation.repair_plan.change import Change, Confidence, Decision, digest_of

if TYPE_CHECKING:
    from readiness.remediation.applying.journal import Journal

_CODE_LENGTH = 12


def reversed_changes(journal: Journal, domain: str) -> list[Change]:
    """What takes back what a journal says was sent to a domain, the last change first."""
    return [
        Change(
            id=record.change,
            guid=record.guid,
            dn=record.dn,
            object_class="",
            edits=tuple(edit.reversed() for edit in reversed(record.edits)),
            confidence=Confidence.MECHANICAL,
            decision=Decision.APPLY,
        )
        for record in reversed(journal.sent(domain))
    ]


def confirmation(journal: Journal, domain: str) -> str:
    """The code that an unattended undo has to give: it stands for what would be taken back."""
    sent = [
        [record.change, record.guid, [edit.as_json() for edit in record.edits]]
        for record in journal.sent(domain)
    ]
    return digest_of([journal.head.digest, sent])[:_CODE_LENGTH]
