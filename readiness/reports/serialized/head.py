"""The head of the JSON report as plain data: everything but the lists that follow it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from readiness import __version__
from readiness.gating.history import forecast
from readiness.pipeline.preview.predictions import CHANGES
from readiness.pipeline.request import LIMITS
from readiness.reports.serialized.summary import serialized_summary

if TYPE_CHECKING:
    from readiness.gating.gate import UsedBudget
    from readiness.gating.history import Forecast
    from readiness.gating.suppression import SuppressionOutcome
    from readiness.model.plan import Plan
    from readiness.pipeline.result import Result, SourceOutcome

SCHEMA_VERSION = "1.0"


def serialized_head(result: Result) -> dict[str, Any]:
    """Everything but the waves, the checks, the findings and the entries that are out of scope."""
    gate = result.gate
    return {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": "readiness", "version": __version__},
        "generated_at": result.plan.now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        # pinned, as the time is, where SOURCE_DATE_EPOCH asks for the same octets again
        "duration_seconds": round(result.seconds, 3),
        "verdict": result.verdict,
        "because": list(result.assessment.because),
        "not_assessed": list(result.assessment.unasked),
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
        "limits": {name: list(result.limits.get(name, ())) for name in LIMITS},
        "summary": serialized_summary(result),
        "advice": asdict(result.advice),
        **_preview(result),
        "history": [asdict(entry) for entry in result.history],
        "forecast": _forecast(forecast(result.history)),
    }


def _preview(result: Result) -> dict[str, Any]:
    """What will be otherwise in the cloud, where that was asked for."""
    counted = result.counts.previewed
    if not counted:
        return {}
    return {"preview": {name: counted.get(name, 0) for name in ("objects", *CHANGES)}}


def _forecast(days: Forecast) -> dict[str, Any]:
    """When things are done at the pace of the last scans."""
    return {
        "people": days.people.isoformat() if days.people else None,
        "by_check": {check: day.isoformat() for check, day in days.by_check.items()},
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
        "exchange_licences": plan.exchange_licences,
        "stale_days": plan.stale_days,
    }
