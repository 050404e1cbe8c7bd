"""A repair plan as Markdown, for a change request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.remediation.exports.diff import change_lines, summary
from readiness.remediation.repair_plan.change import Decision

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readiness.remediation.repair_plan.change import RepairPlan

# https://learn.microsoft.com/entra/identity/hybrid/connect/howto-troubleshoot-upn-changes
_NAMES_CHANGE = """\
**Sign-in names change.** `DOMAIN\\account` and profiles on computers stay. Whoever types the name \
has to type the new one; smart cards whose certificate holds the old name stop working. Of people \
who are in the cloud already: devices may lose single sign-on until they are restarted or joined \
again, Authenticator has to be registered again, and the addresses of OneDrive files change. Try a \
few people first, outside working hours."""


def export(plan: RepairPlan) -> str:
    """What is decided, what is not, and what it means."""
    return "\n".join(_lines(plan)) + "\n"


def _lines(plan: RepairPlan) -> Iterator[str]:
    yield "# Repair plan"
    yield ""
    yield summary(plan)
    yield ""
    names = (edit.attribute.lower() for change in plan.to_apply for edit in change.edits)
    if "userprincipalname" in names:
        yield _NAMES_CHANGE
        yield ""
    for decision, title in (
        (Decision.APPLY, "To be applied"),
        (Decision.UNDECIDED, "Undecided"),
        (Decision.SKIP, "Left out"),
    ):
        changes = [change for change in plan.changes if change.decision is decision]
        if changes:
            yield f"## {title}: {len(changes):,}"
            yield ""
            # fenced: a value of the directory is no Markdown, and every line is of printable
            # characters, none of which begins as the fence does
            yield "````text"
            for change in changes:
                yield from change_lines(change)
            yield "````"
            yield ""
