"""What a scan leaves in a history: its numbers, and a digest of what it was asked."""

from __future__ import annotations

import json
from dataclasses import asdict
from hashlib import sha256
from typing import TYPE_CHECKING

from readiness.directory.identifiers.distinguished_name import fold_dn
from readiness.gating.history import HistoryEntry

if TYPE_CHECKING:
    from readiness.pipeline.result import Result

_DIGITS = 16
_NOT_ASKED = ("now", "declared_suffixes")
"""Fields of the plan that nobody decides: the time, and what the directory itself tells."""


def history_entry(result: Result) -> HistoryEntry:
    """What a scan found, in numbers."""
    return HistoryEntry(
        at=f"{result.plan.now:%Y-%m-%dT%H:%M:%SZ}",
        verdict=result.verdict.value,
        people=result.people.in_scope,
        ready=result.people.ready,
        ready_after=tuple(step.people_ready_after for step in result.action_plan.steps),
        by_severity={severity.label: n for severity, n in result.by_severity().items()},
        by_check=result.counts.findings_by_check(),
        asked=_digest_of_question(result),
    )


def _digest_of_question(result: Result) -> str:
    """The same for two scans whose numbers can be compared; of the names in it nothing is left.

    Of the sources it has their number and the domains that their objects are in, not their names:
    an export has another name every day. A version that asks more has further checks.
    """
    plan = asdict(result.plan)
    question = {
        # in which order things were named decides nothing
        "plan": {name: _sorted(plan[name]) for name in plan if name not in _NOT_ASKED},
        "read": [len(result.sources), *sorted(result.counts.domains)],
        "limits": {
            name: _sorted(values if name == "filter" else [*map(fold_dn, values)])
            for name, values in result.limits.items()
            if values
        },
        "checks": sorted((it.id, it.severity.label) for it in result.checks if it.status == "ran"),
        "suppressions": sorted(
            (it.suppression.check, it.suppression.scope, fold_dn(it.suppression.value))
            for it in result.suppressions
            if not it.is_expired
        ),
    }
    return sha256(json.dumps(question, sort_keys=True).encode()).hexdigest()[:_DIGITS]


def _sorted(value: object) -> object:
    return sorted(map(str, value)) if isinstance(value, (tuple, list)) else value
