"""A repair plan as a diff that a person reads: before and after, invisible characters visible."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from readiness.model.values import as_text, visible
from readiness.model.wording import counted
from readiness.remediation.repair_plan.change import Decision

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from readiness.remediation.repair_plan.change import (
        Change,
        CloudChange,
        Edit,
        RepairPlan,
        Value,
    )

INDENT = " " * 4
_WITH_BLANKS = frozenset({"mail", "mailnickname", "proxyaddresses", "targetaddress"})
_FIELDS = {"user_principal_name": "sign-in name", "primary_smtp": "primary SMTP"}
_UNKNOWN = "not predictable"


def _in_diff(attribute: str, value: Value) -> str:
    """A value with what hides as an escape; in names and addresses, blanks as `·`.

    Blanks are what is often repaired; in other texts, which have them by right, they stay.
    """
    plain = visible(as_text(value))
    is_name = attribute.lower() in _WITH_BLANKS or "@" in plain or "␠" in plain
    return plain.replace(" ", "·").replace("␠", "·") if is_name else plain


def diff(plan: RepairPlan, drift: Mapping[str, str] | None = None) -> Iterator[str]:
    """The lines of the diff, by stage and step, and a summary.

    `drift` says of changes, by id, what is different now in the directory.
    """
    for stage in plan.stages:
        if len(plan.stages) > 1:
            yield f"=== Stage {stage.id}: made after replication of what stands before ==="
        for title, of_step in groupby(sorted(stage.changes, key=_place), key=_title):
            yield f"== {title} =="
            yield ""
            for change in of_step:
                yield from change_lines(change)
                if drift and change.id in drift:
                    yield f"{INDENT}now: {drift[change.id]}"
                yield ""
    for advice in plan.advice:
        yield f"! {visible(advice.dn)}  [{advice.check}]"
        yield f"{INDENT}{visible(advice.text)}"
    if plan.advice:
        yield ""
    yield summary(plan)


def _place(change: Change) -> tuple[bool, bool, int]:
    """Steps in their order, then what is in no step, then what is dearest."""
    return change.renames_in_cloud, change.step is None, change.step or 0


def _title(change: Change) -> str:
    if change.renames_in_cloud:
        return "New sign-in names of people who are in the cloud already"
    return f"Step {change.step} of the action plan" if change.step else "In no step"


def summary(plan: RepairPlan) -> str:
    """One line: how much there is to do, and how much of it is decided."""
    changes = plan.changes
    objects = counted(len({change.guid for change in changes}), "object")
    undecided = sum(1 for change in changes if change.decision is Decision.UNDECIDED)
    stages = f" in {len(plan.stages)} stages" if len(plan.stages) > 1 else ""
    return (
        f"Plan: {counted(len(changes), 'change')} on {objects}{stages};"
        f" {len(plan.to_apply):,} to apply, {undecided:,} undecided;"
        f" {len(plan.advice):,} cannot be fixed here (see the report)."
    )


def change_lines(change: Change) -> Iterator[str]:
    """One change."""
    checks = ", ".join(change.checks) or "by rule"
    head = f"[{change.id} {change.confidence}, {change.decision}: {checks}]"
    yield f"~ {visible(change.dn)}  {head}"
    width = max(len(edit.attribute) for edit in change.edits)
    for edit in change.edits:
        yield from _edit(edit, width)
    if change.reasons:
        yield f"{INDENT}why: {visible('; '.join(change.reasons))}"
    # on one line, since they are read after what changes, if at all
    notes = [f"after {', '.join(change.after)}"] if change.after else []
    if change.alternatives:
        notes.append(f"take at most one of {change.alternatives}-…")
    notes += [visible(effect) for effect in change.effects]
    notes += [f"cloud preview: {_in_cloud(there)}" for there in change.cloud]
    if notes:
        yield f"{INDENT}{' · '.join(notes)}"


def _in_cloud(change: CloudChange) -> str:
    before, after = (
        _UNKNOWN if value is None else visible(value) for value in (change.before, change.after)
    )
    return f"{_FIELDS.get(change.field, change.field.replace('_', ' '))} {before} → {after}"


def _edit(edit: Edit, width: int) -> Iterator[str]:
    name = edit.attribute
    for sign, values in (("-", edit.remove), ("+", edit.add)):
        for value in values:
            yield f"{INDENT}{name:{width}}  {sign} {_in_diff(edit.attribute, value)}"
            name = ""  # once an attribute, so that its values stand out
