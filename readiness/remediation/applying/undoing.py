"""Takes back what a journal says was done, the last change first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.remediation.repair_plan.change import Change, Confidence, Decision, digest_of

if TYPE_CHECKING:
    from readiness.remediation.applying.journal import Journal

_CODE_LENGTH = 12


def reversed_changes(journal: Journal) -> list[Change]:
    """What takes back the changes of a journal; only what this journal itself did."""
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
        for record in reversed(journal.done)
    ]


def confirmation(journal: Journal) -> str:
    """The code that an unattended undo has to give: it stands for what would be taken back."""
    done = [[one.change, one.guid, [edit.as_json() for edit in one.edits]] for one in journal.done]
    return digest_of([journal.head.digest, done])[:_CODE_LENGTH]
