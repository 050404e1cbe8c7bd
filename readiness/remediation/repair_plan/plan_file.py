"""A repair plan as a file: JSON that diffs well, sealed against edits but for its decisions."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from readiness.errors import UsageError
from readiness.model.values import visible
from readiness.remediation.repair_plan.change import Decision, digest_of
from readiness.remediation.repair_plan.permitted import forbidden
from readiness.remediation.repair_plan.plan_json import as_json, plan_of
from readiness.remediation.repair_plan.private_file import write_private

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from readiness.remediation.repair_plan.change import RepairPlan

CODE_LENGTH = 12
"""The characters of the code that confirms an apply."""


def written(plan: RepairPlan) -> str:
    """The text of a plan, the same octets for the same plan."""
    content = as_json(plan)
    return json.dumps({**content, "digest": _seal(content)}, ensure_ascii=False, indent=1) + "\n"


def write(plan: RepairPlan, path: Path, *, is_forced: bool = False) -> None:
    """Write a plan that only its owner can read: it holds personal data.

    Raises:
        UsageError: there is a file already, or none can be written.
    """
    write_private(path, written(plan), "the plan", is_forced=is_forced)


def read(path: Path) -> RepairPlan:
    """A plan as it was saved, with the decisions that people have made since.

    Raises:
        UsageError: it cannot be read, is no plan, or was edited elsewhere than in its decisions.
    """
    try:
        # an editor of Windows may have put a mark before it
        content = json.loads(path.read_text(encoding="utf-8-sig"))
        json.dumps(content, ensure_ascii=False).encode()  # or it could not be written again
        plan = plan_of(content)
    except OSError as error:
        raise UsageError(f"the plan {path} cannot be read: {error.strerror}") from error
    except UnicodeEncodeError as error:
        raise UsageError(
            f"{path} holds half a character (a lone surrogate), which no directory does: make the"
            " plan again"
        ) from error
    except RecursionError as error:
        raise UsageError(f"{path} is no repair plan: it is nested too deeply") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            f"{path} is no repair plan, or a damaged one: “readiness plan make” writes one"
        ) from error
    if content.get("digest") != _seal(as_json(plan)) or as_json(plan) != _without_digest(content):
        raise UsageError(
            f"{path} was edited elsewhere than in its decisions: make the plan again,"
            " or change nothing but “decision”"
        )
    _refuse_forbidden(plan, path)
    check_decisions(plan, path)
    return plan


def _refuse_forbidden(plan: RepairPlan, path: Path) -> None:
    """Refuse what no plan holds: anybody can compute the digest of a plan of their own.

    Raises:
        UsageError: two changes have one id, or one has no edit, several of one attribute, or an
            edit that is not permitted.
    """
    ids = [change.id for change in plan.changes]
    if len(set(ids)) < len(ids):  # a journal could not tell them apart
        raise UsageError(f"{path}: two changes have one id; make the plan again")
    for change in plan.changes:
        names = [edit.attribute.lower() for edit in change.edits]
        reason = next(filter(None, map(forbidden, change.edits)), "")
        if not names or len(set(names)) < len(names):
            reason = "each change has edits, one an attribute"
        if reason:
            raise UsageError(
                f"{path}: {visible(change.id)}: {visible(reason)}; make the plan again"
            )


def seal_of(plan: RepairPlan) -> str:
    """What tells the plan from others, whatever was decided of it."""
    return _seal(as_json(plan))


def confirmation(plan: RepairPlan) -> str:
    """The code that an unattended apply has to give: it stands for the plan and its decisions."""
    decisions = [[change.id, change.decision.value] for change in plan.changes]
    return digest_of([seal_of(plan), decisions])[:CODE_LENGTH]


def with_decisions(plan: RepairPlan, decisions: Mapping[str, Decision]) -> RepairPlan:
    """The plan with other decisions, by the id of the change."""
    return replace(plan, stages=tuple(stage.decided(decisions) for stage in plan.stages))


def check_decisions(plan: RepairPlan, where: object) -> None:
    """Refuse decisions that cannot be carried out together.

    Raises:
        UsageError: two alternatives are both to be applied, or one of two steps without the other.
    """
    chosen: dict[str, str] = {}
    decided = {change.id: change.decision for change in plan.changes}
    for change in plan.changes:
        # the first step of a change that was cut in two leaves a name that nobody should keep
        other = decided.get(f"{change.id[:-1]}b") if change.id.endswith("a") else change.decision
        if other is not None and other is not change.decision:
            raise UsageError(
                f"{where}: {change.id} and {change.id[:-1]}b are two steps of one change: decide"
                " both alike"
            )
    for change in plan.to_apply:
        if missing := [
            needed for needed in change.after if decided.get(needed) is not Decision.APPLY
        ]:
            raise UsageError(
                f"{where}: {change.id} needs {', '.join(missing)}: let it be applied, too"
            )
    for change in plan.to_apply:
        group = change.alternatives
        if group and group in chosen:
            raise UsageError(
                f"{where}: {chosen[group]} and {change.id} are alternatives, and both say “apply”"
            )
        if group:
            chosen[group] = change.id


def _without_digest(content: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if name != "digest"}


def _seal(content: dict[str, Any]) -> str:
    """The digest of everything but the decisions, which people are meant to edit."""
    # the code that confirms an apply stands for these, too
    stages = [
        {**stage, "changes": [{**change, "decision": None} for change in stage["changes"]]}
        for stage in content["stages"]
    ]
    return digest_of({**content, "stages": stages})
