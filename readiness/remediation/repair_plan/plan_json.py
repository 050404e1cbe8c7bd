"""A repair plan as the JSON of its file, and back."""

from __future__ import annotations

from types import NoneType
from typing import Any

from readiness.errors import UsageError
from readiness.model.values import visible
from readiness.remediation.repair_plan.change import (
    Advice,
    Change,
    CloudChange,
    Confidence,
    Decision,
    Edit,
    Provenance,
    RepairPlan,
    Stage,
)
from readiness.remediation.repair_plan.json_shape import EDIT, Shape, fits

SCHEMA = "readiness-plan/1"
_OPTIONAL: Shape = (str, NoneType)
_CHANGE: Shape = {
    "id": str,
    "guid": str,
    "dn": str,
    "class": str,
    "decision": object,  # a person may have written it, and is told what it may be
    "confidence": str,
    "step": (int, NoneType),
    "checks": [str],
    "reasons": [str],
    "alternatives": _OPTIONAL,
    "after": [str],
    "edits": [EDIT],
    "effects": [str],
    "renames_in_cloud": bool,
    "cloud": [{"field": str, "before": _OPTIONAL, "after": _OPTIONAL}],
}
_PLAN: Shape = {
    "tool": str,
    "created": str,
    "source": {"locations": [str], "domains": [str], "entries": int, "complete": bool},
    "inputs": {"verified_domains": [str], "tenant": [str]},
    "stages": [{"id": int, "changes": [_CHANGE]}],
    "advice": [{"dn": str, "check": str, "text": str}],
}


def as_json(plan: RepairPlan) -> dict[str, Any]:
    """All that a plan file says, but for its digest, in the order of the file."""
    origin = plan.provenance
    return {
        "schema": SCHEMA,
        "tool": plan.tool,
        "created": plan.created,
        "source": {
            "locations": list(origin.locations),
            "domains": list(origin.domains),
            "entries": origin.entries,
            "complete": origin.is_complete,
        },
        "inputs": {
            "verified_domains": list(origin.verified_domains),
            "tenant": list(origin.tenant),
        },
        "stages": [
            {"id": stage.id, "changes": [_change_as_json(change) for change in stage.changes]}
            for stage in plan.stages
        ],
        "advice": [
            {"dn": advice.dn, "check": advice.check, "text": advice.text} for advice in plan.advice
        ],
    }


def _change_as_json(change: Change) -> dict[str, Any]:
    return {
        "id": change.id,
        "guid": change.guid,
        "dn": change.dn,
        "class": change.object_class,
        "decision": change.decision.value,
        "confidence": change.confidence.value,
        "step": change.step,
        "checks": list(change.checks),
        "reasons": list(change.reasons),
        "alternatives": change.alternatives,
        "after": list(change.after),
        "edits": [edit.as_json() for edit in change.edits],
        "effects": list(change.effects),
        "renames_in_cloud": change.renames_in_cloud,
        "cloud": [in_cloud._asdict() for in_cloud in change.cloud],
        "digest": change.digest,
    }


def plan_of(content: dict[str, Any]) -> RepairPlan:
    """The plan that `as_json` wrote, with the decisions that people have made since.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: it is none.
        UsageError: a decision is none.
    """
    # a later version may mean something else by the same words
    if content["schema"] != SCHEMA:
        raise ValueError(f"its schema is “{content['schema']}”, and this version reads “{SCHEMA}”")
    if not fits(content, _PLAN):
        raise ValueError("something in it is no text, or no list, that should be one")
    source = content["source"]
    return RepairPlan(
        tool=content["tool"],
        created=content["created"],
        provenance=Provenance(
            tuple(source["locations"]),
            tuple(source["domains"]),
            source["entries"],
            tuple(content["inputs"]["verified_domains"]),
            is_complete=source["complete"],
            tenant=tuple(content["inputs"]["tenant"]),
        ),
        stages=tuple(
            Stage(stage["id"], tuple(map(_change, stage["changes"]))) for stage in content["stages"]
        ),
        advice=tuple(
            Advice(advice["dn"], advice["check"], advice["text"]) for advice in content["advice"]
        ),
    )


def _change(spec: dict[str, Any]) -> Change:
    return Change(
        id=spec["id"],
        guid=spec["guid"],
        dn=spec["dn"],
        object_class=spec["class"],
        edits=tuple(map(Edit.from_json, spec["edits"])),
        confidence=Confidence(spec["confidence"]),
        decision=_decision(spec),
        checks=tuple(spec["checks"]),
        reasons=tuple(spec["reasons"]),
        after=tuple(spec["after"]),
        effects=tuple(spec["effects"]),
        alternatives=spec["alternatives"],
        step=spec["step"],
        renames_in_cloud=spec["renames_in_cloud"],
        cloud=tuple(CloudChange(**in_cloud) for in_cloud in spec["cloud"]),
    )


def _decision(spec: dict[str, Any]) -> Decision:
    """What somebody has decided, maybe by hand.

    Raises:
        UsageError: it is none of the decisions that there are.
    """
    try:
        return Decision(spec["decision"])
    except ValueError as error:
        raise UsageError(
            f"{visible(str(spec['id']))}: “{visible(str(spec['decision']))}” is no decision: write"
            f" {', '.join(Decision)}"
        ) from error
