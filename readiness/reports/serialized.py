"""A result as plain data, with the names and the order of the JSON report."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from readiness import __version__
from readiness.advice.waves import GROUPINGS
from readiness.gating.history import forecast
from readiness.model.entry import USERS
from readiness.model.values import visible
from readiness.pipeline.preview import CHANGES
from readiness.reports.answer import answer, first_steps, plain_text

if TYPE_CHECKING:
    from readiness.advice.action_plan import ActionPlan, ActionStep
    from readiness.advice.waves import Wave
    from readiness.checking.outcome import CheckOutcome
    from readiness.gating.gate import UsedBudget
    from readiness.gating.history import Forecast
    from readiness.gating.suppression import SuppressionOutcome
    from readiness.model.finding import FindingRow
    from readiness.model.plan import Plan
    from readiness.pipeline.result import Result, SourceOutcome

SCHEMA_VERSION = "1.0"
_ESSENTIALS = ("display_name", "user_principal_name", "mail", "all_three")
"""What people need to be found by others; the counts of users who have it."""


def serialized_head(result: Result) -> dict[str, Any]:
    """Everything but the checks, the findings and the entries that are out of scope."""
    gate = result.gate
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "readiness", "version": __version__},
        "generated_at": result.plan.now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        # pinned, as the time is, where SOURCE_DATE_EPOCH asks for the same octets again
        "duration_seconds": round(result.seconds, 3),
        "verdict": result.verdict,
        "because": list(result.assessment.because),
        "complete": result.is_complete,
        "gate": {
            "fail_on": gate.fail_on.label if gate.fail_on else "never",
            "passed": gate.passed,
            "reasons": list(gate.reasons),
            "waivers": list(gate.waivers),
            "budgets": [_budget(used) for used in gate.budgets],
            "exit_status": result.exit_status,
        },
        "sources": [_source(source) for source in result.sources],
        "trouble": list(result.trouble),
        "warnings": list(result.warnings),
        "redaction": result.redaction,
        "baseline": result.baseline._asdict() if result.baseline else None,
        "suppressions": [_suppression(outcome) for outcome in result.suppressions],
        "configuration": result.config_file,
        "plan": _plan(result.plan),
        "summary": _summary(result),
        "advice": asdict(result.advice),
        **_preview(result),
        "history": [asdict(entry) for entry in result.history],
        "forecast": _forecast(forecast(result.history)),
        "waves": {by: list(map(_wave, result.waves(by))) for by in GROUPINGS},
    }


def _answer(result: Result) -> dict[str, Any]:
    """The head of every report, in the words that people read there."""
    said, steps = answer(result), first_steps(result)
    plan = result.action_plan.steps
    return {
        "sentence": said.sentence,
        "then": said.then,
        "because": plain_text(said.because),
        "steps": steps,
        "people_ready_after": plan[steps - 1].people_ready_after if steps else result.people.ready,
    }


def _preview(result: Result) -> dict[str, Any]:
    """What will be otherwise in the cloud, where that was asked for."""
    counted = result.counts.previewed
    if not counted:
        return {}
    return {"preview": {name: counted.get(name, 0) for name in ("objects", *CHANGES)}}


def _action_step(step: ActionStep) -> dict[str, Any]:
    """One step of the action plan."""
    return {
        "step": step.step,
        "action": step.action,
        "check": step.part.check,
        "part": step.part.value,
        "target": step.target,
        "title": step.title,
        "why": step.why,
        "mode": step.mode,
        "objects": step.blocked.objects,
        "people": step.blocked.people,
        "scripted": step.blocked.scripted,
        "decisions": step.decisions,
        "minutes": step.minutes,
        "risks": list(step.doc.risks),
        "people_ready_before": step.people_ready_before,
        "people_ready_after": step.people_ready_after,
        "objects_ready_before": step.objects_ready_before,
        "objects_ready_after": step.objects_ready_after,
    }


def _forecast(days: Forecast) -> dict[str, Any]:
    """When things are done at the pace of the last scans."""
    return {
        "people": days.people.isoformat() if days.people else None,
        "by_check": {check: day.isoformat() for check, day in days.by_check.items()},
    }


def _wave(wave: Wave) -> dict[str, Any]:
    """One group of people."""
    return {
        "wave": wave.number,
        "name": wave.name,
        "apart": wave.apart or None,
        "people": wave.people,
        "ready": wave.ready[0],
        "ready_after": list(wave.ready[1:]),
        "waits_for": wave.waits_for,
        "needs_decision": wave.needs_decision,
    }


def _budget(used: UsedBudget) -> dict[str, Any]:
    """One budget, and whether it was kept."""
    return {
        "target": used.budget.target,
        "budget": str(used.budget),
        "allowed": used.allowed,
        "findings": used.findings,
        "exceeded": used.is_exceeded,
    }


def _suppression(outcome: SuppressionOutcome) -> dict[str, Any]:
    """One suppression."""
    rule = outcome.suppression
    return {
        "check": rule.check,
        "by": rule.scope,
        "value": rule.value,
        "reason": rule.reason,
        "owner": rule.owner,
        "expires": rule.expires.isoformat() if rule.expires else None,
        "expired": outcome.is_expired,
        "findings": outcome.findings,
        "where": rule.where,
    }


def _source(source: SourceOutcome) -> dict[str, Any]:
    """One source."""
    unlisted = [f"{source.unlisted:,} further problems"] if source.unlisted else []
    live = {}
    if source.requests is not None and source.server_seconds is not None:
        live = {"requests": source.requests, "server_seconds": round(source.server_seconds, 3)}
    return {
        "location": source.location,
        "kind": source.kind,
        "entries": source.entries,
        "complete": source.is_complete,
        "problems": [*source.problems, *unlisted],
        **live,
    }


def _plan(plan: Plan) -> dict[str, Any]:
    """The plan."""
    return {
        "verified_domains": list(plan.verified_domains),
        "federated_domains": list(plan.federated_domains),
        "initial_domain": plan.initial_domain,
        "identity_model": plan.identity_model,
        "sync_tool": plan.sync_tool,
        "source_anchor": plan.source_anchor,
        "sign_in_attribute": plan.sign_in_attribute,
        "match_users": plan.match_users,
    }


def _summary(result: Result) -> dict[str, Any]:
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
        "action_plan": list(map(_action_step, result.action_plan.steps)),
        "essentials": {
            "users": users,
            **{name: counts.essentials.get(name, 0) for name in _ESSENTIALS},
        },
    }


def serialized_check(check: CheckOutcome, plan: ActionPlan) -> dict[str, Any]:
    """One check, with what it keeps from being ready if it is one of errors."""
    blocked = plan.by_check.get(check.id)
    steps = [step.step for step in plan.steps if step.part.check == check.id]
    return {
        "id": check.id,
        "severity": check.severity.label,
        "title": check.doc.title,
        "text": check.doc.text,
        "fix": check.doc.fix,
        "see": list(check.doc.see),
        "prevents": list(check.doc.prevents),
        "status": check.status,
        "reason": check.reason,
        "status_reason": check.status_reason,
        "findings": check.findings,
        "suppressed": check.suppressed,
        "baseline": check.known,
        "objects": blocked.objects if blocked else None,
        "people": blocked.people if blocked else None,
        "only_this": blocked.people_only if blocked else None,
        "step": steps[0] if steps else None,
    }


def serialized_finding(finding: FindingRow) -> dict[str, Any]:
    """One finding; what is for people's eyes shows hidden characters."""
    proposal = finding.proposal
    return {
        "check": finding.check,
        "severity": finding.severity.label,
        "dn": finding.dn,
        "kind": finding.kind,
        "guid": finding.guid,
        "attribute": finding.attribute,
        "value": finding.value,
        "message": visible(finding.message),
        "proposal": None if proposal is None else visible(proposal),
        "related": list(finding.related),
        "source": finding.source,
        "line": finding.line,
        "fingerprint": finding.fingerprint,
        "state": finding.state,
        "suppression": finding.suppression,
    }
