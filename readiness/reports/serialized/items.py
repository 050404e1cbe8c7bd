"""The checks and the findings of a result, as plain data."""

from __future__ import annotations

from functools import lru_cache
from json.encoder import encode_basestring as _text
from typing import TYPE_CHECKING, Any

from readiness.model.values import visible

if TYPE_CHECKING:
    from readiness.advice.steps.action_plan import ActionPlan
    from readiness.checking.outcome import CheckOutcome
    from readiness.model.finding import FindingRow


def serialized_check(check: CheckOutcome, plan: ActionPlan) -> dict[str, Any]:
    """One check, with what it keeps from being ready if it is one of errors."""
    blocked = plan.by_check.get(check.id)
    steps = [step.step for step in plan.steps if check.id in step.checks]
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
    return finding._asdict() | {
        "severity": finding.severity.label,
        "message": visible(finding.message),
        "proposal": None if proposal is None else visible(proposal),
        "related": list(finding.related),
    }


def finding_text(row: FindingRow) -> str:
    """What json makes of `serialized_finding`, in half the time: there may be millions."""
    (
        check, severity, dn, kind, guid, attribute, value, message,
        proposal, related, source, line, fingerprint, state, suppression,
    ) = row  # fmt: skip
    return (
        f'{{"check":"{check}","severity":"{severity.label}","dn":{_text(dn)},"kind":{_text(kind)}'
        f',"guid":{"null" if guid is None else _text(guid)},"attribute":{_text(attribute)}'
        f',"value":{"null" if value is None else _text(value)},"message":{_shown(message)}'
        f',"proposal":{"null" if proposal is None else _shown(proposal)}'
        f',"related":[{",".join(map(_text, related)) if related else ""}],"source":{_text(source)}'
        f',"line":{"null" if line is None else line},"fingerprint":"{fingerprint}"'
        f',"state":{"null" if state is None else _text(state)}'
        f',"suppression":{"null" if suppression is None else _text(suppression)}}}'
    )


@lru_cache(maxsize=1024)  # the same few messages stand in most findings
def _shown(text: str) -> str:
    return _text(visible(text))
