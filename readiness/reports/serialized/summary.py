"""The counts of a result, the answer and the action plan, as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from readiness.model.entry import USERS
from readiness.reports.texts.answer import answer, promised_steps
from readiness.reports.texts.next_commands import plan_command
from readiness.reports.texts.phrases import plain_text

if TYPE_CHECKING:
    from readiness.advice.steps.action_step import ActionStep
    from readiness.advice.steps.obstacles import Blocked
    from readiness.pipeline.result import Result

_ESSENTIALS = ("display_name", "user_principal_name", "mail", "all_three")
"""What people need to be found by others; the counts of users who have it."""


def serialized_summary(result: Result) -> dict[str, Any]:
    """The counts."""
    counts = result.counts
    # counted as not ready, since that is what a scan finds out: the others are many
    ready = {kind: n - counts.not_ready.get(kind, 0) for kind, n in counts.in_scope.items()}
    users = sum(counts.in_scope.get(kind, 0) for kind in USERS)
    return {
        "entries": counts.entries,
        "in_scope": result.in_scope,
        "out_of_scope": sum(counts.out_of_scope.values()),
        "ready": result.ready,
        "by_severity": {severity.label: count for severity, count in result.by_severity().items()},
        "by_check": counts.findings_by_check(),
        "by_kind": {
            kind: {"in_scope": count, "ready": ready[kind]}
            for kind, count in sorted(counts.in_scope.items())
        },
        "by_domain": dict(sorted(counts.domains.items())),
        "by_upn_suffix": {
            suffix: {"users": count, "ready": count - counts.suffixes_not_ready.get(suffix, 0)}
            for suffix, count in sorted(counts.suffixes.items())
        },
        "by_group": {
            name: {"users": users, "ready": ready}
            for name, (users, ready) in (result.by_group() if result.by else {}).items()
        },
        "grouped_by": result.by,
        "by_state": result.by_state(),
        "by_out_of_scope_reason": dict(sorted(counts.out_of_scope.items())),
        "people": result.people._asdict(),
        "left_out_people": counts.left_out_people,
        "accepted": sum(counts.accepted.values()),
        "answer": _answer(result),
        "action_plan": [_action_step(result, step) for step in result.action_plan.steps],
        "action_rest": [
            {"check": it.check, "title": it.title, **_blocked(it.blocked)}
            for it in result.action_plan.later
        ],
        "essentials": {
            "users": users,
            **{name: counts.essentials.get(name, 0) for name in _ESSENTIALS},
        },
    }


def _answer(result: Result) -> dict[str, Any]:
    """The head of every report, in the words that people read there."""
    said, steps = answer(result), promised_steps(result)
    plan = result.action_plan.steps
    return {
        "sentence": said.sentence,
        "then": said.then,
        "because": plain_text(said.because),
        "steps": steps,
        "people_ready_after": plan[-1].people_ready_after if steps else result.people.ready,
    }


def _action_step(result: Result, step: ActionStep) -> dict[str, Any]:
    """One step of the action plan."""
    return {
        "step": step.step,
        "action": step.action,
        "check": step.part.check,
        "checks": step.checks,
        "part": step.part.value,
        "target": step.target,
        "title": step.title,
        "why": step.why,
        "mode": step.mode,
        "filter": step.filter,
        **_blocked(step.blocked),
        "decisions": step.decisions,
        "minutes": step.minutes,
        "risks": list(step.risks),
        "command": plan_command(result, step),
        "people_ready_before": step.people_ready_before,
        "people_ready_after": step.people_ready_after,
        "objects_ready_before": step.objects_ready_before,
        "objects_ready_after": step.objects_ready_after,
    }


def _blocked(blocked: Blocked) -> dict[str, int]:
    """Whom something keeps from being ready."""
    return {
        "objects": blocked.objects,
        "people": blocked.people,
        "scripted": blocked.scripted,
    }
