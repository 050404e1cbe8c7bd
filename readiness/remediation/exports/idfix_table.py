"""Takes decisions from a CSV file of IdFix, so that work done with it is not lost.

The columns: https://microsoft.github.io/idfix/operation/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from readiness.directory.identifiers.distinguished_name import fold_dn
from readiness.remediation.repair_plan.change import Decision
from readiness.remediation.repair_plan.plan_file import with_decisions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from readiness.remediation.repair_plan.change import Change, RepairPlan

COLUMNS = (
    "DISTINGUISHEDNAME", "COMMONNAME", "OBJECTCLASS", "ATTRIBUTE", "ERROR", "VALUE", "UPDATE",
    "PROPOSEDACTION", "ACTION",
)  # fmt: skip
_NOTHING = ("", "FAIL")
"""The ACTION of a row that nobody decided, or that could not be carried out."""


class _Wish(NamedTuple):
    """What a row wants of one value."""

    dn: str
    attribute: str
    old: str
    new: str


def with_idfix_decisions(
    plan: RepairPlan, rows: Iterable[tuple[int, Mapping[str, str]]]
) -> tuple[RepairPlan, list[str]]:
    """The plan with the decisions of IdFix, and what of the table does not fit it.

    A change is to be applied if rows with EDIT or REMOVE ask for exactly its edits, and left out if
    a row with COMPLETE is about one of its values.
    """
    wanted: dict[_Wish, int] = {}
    settled: dict[_Wish, int] = {}
    for number, row in rows:
        action = row["ACTION"].strip().upper()
        if action in _NOTHING:
            continue
        # with REMOVE, what stands in UPDATE does not count
        new = row["UPDATE"] if action == "EDIT" else ""
        wish = _Wish(fold_dn(row["DISTINGUISHEDNAME"]), row["ATTRIBUTE"].lower(), row["VALUE"], new)
        if action == "COMPLETE":
            settled[wish] = number
        else:
            wanted[wish] = number
    decisions: dict[str, Decision] = {}
    used: set[_Wish] = set()
    for change in plan.changes:
        # half of a change is another one: all that is sent in one request was asked for, or none is
        asked = set(_wishes(change))
        if asked <= wanted.keys():
            decisions[change.id] = Decision.APPLY
            used |= asked
        done = {wish._replace(new="") for wish in asked} & settled.keys()
        if done:
            decisions[change.id] = Decision.SKIP
            used |= done
    left = {**wanted, **settled}
    strange = sorted(number for wish, number in left.items() if wish not in used)
    return with_decisions(plan, decisions), [
        f"line {number}: the plan has no change that does just this" for number in strange
    ]


def _wishes(change: Change) -> Iterable[_Wish]:
    for edit in change.edits:
        old = [value for value in edit.remove if isinstance(value, str)]
        new = [value for value in edit.add if isinstance(value, str)]
        for at in range(max(len(edit.remove), len(edit.add))):
            yield _Wish(
                fold_dn(change.dn),
                edit.attribute.lower(),
                old[at] if at < len(old) else "",
                new[at] if at < len(new) else "",
            )
