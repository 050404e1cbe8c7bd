"""Results of scans, made by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from readiness.checking.documentation import Doc
from readiness.checking.outcome import CheckOutcome, FindingCounts
from readiness.gating.gate import Gate
from readiness.gating.verdict import Assessment, Gaps, Verdict
from readiness.model.counts import Counts
from readiness.model.finding import FindingRow, Severity
from readiness.model.plan import Plan
from readiness.pipeline.result import (
    OutOfScope,
    Result,
    SourceOutcome,
)
from readiness.reports.html.report import write_html
from readiness.storage.sorted_runs import write_rows

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)


def found(check: str = "upn-missing", name: str = "Ana", **more: Any) -> FindingRow:
    """A finding."""
    reported = FindingRow(
        check=check,
        severity=Severity.ERROR,
        dn=f"CN={name},OU=Staff,DC=contoso,DC=com",
        kind="user",
        guid="a79980ea-cf15-41b5-9a60-f3b8d446790c",
        attribute="userPrincipalName",
        value=None,
        message="is missing",
        proposal=None,
        related=(),
        source="contoso.ldif",
        line=12,
        fingerprint="v1:00",
    )
    return reported._replace(**more)


def outcome(check: str, severity: Severity, findings: int) -> CheckOutcome:
    """What became of a check."""
    doc = Doc(
        f"What {check} finds.",
        "What happens in the cloud, to `<alias>` too.",
        "do `Set-ADUser ana`.",
        ("https://learn.microsoft.com/entra", "javascript:alert(1)"),
        ("AttributeValueMustBeUnique",),
    )
    shares = (FindingCounts(severity, findings),) if findings else ()
    return CheckOutcome(check, severity, "ran", None, doc, shares)


def result_of(
    folder: Path,
    findings: Iterable[FindingRow],
    out_of_scope: Iterable[OutOfScope] = (),
    **more: Any,
) -> Result:
    """A result with these findings, which are put into the order of the report."""
    rows = sorted(findings, key=lambda one: (-one.severity, one.check, one.dn.lower()))
    folder.mkdir(exist_ok=True)
    write_rows(folder / "out-of-scope", map(tuple, out_of_scope))
    counts = Counter((row.check, row.severity) for row in rows)
    checks = [outcome(check, severity, n) for (check, severity), n in sorted(counts.items())]
    checks.append(outcome("mail-missing", Severity.WARNING, 0))
    not_ready = {row.dn for row in rows if row.severity is Severity.ERROR}
    users = len(not_ready) + 10
    reasons = (f"{len(not_ready)} objects with errors",) if not_ready else ()
    result = Result(
        plan=Plan(now=NOW),
        seconds=1.25,
        sources=(SourceOutcome("contoso.ldif", "ldif", users + 2),),
        checks=tuple(checks),
        counts=Counts(
            entries=users + 2,
            in_scope={"user": users},
            not_ready={"user": len(not_ready)},
            out_of_scope={"not-synchronised-kind": 2},
            suffixes={"contoso.com": users - 1, "contoso.local": 1},
            suffixes_not_ready={"contoso.local": 1},
            findings={
                (check.id, check.severity): check.findings for check in checks if check.findings
            },
            essentials={"display_name": users, "mail": users - 1, "all_three": users - 1},
        ),
        assessment=Assessment(Verdict.NOT_READY, reasons)
        if not_ready
        else Assessment(Verdict.READY, ()),
        gate=Gate(Severity.ERROR, reasons),
        trouble=(),
        folder=folder,
        stream=lambda: iter(rows),
    )
    return replace(result, **more)


def assessment_of(verdict: Verdict) -> Assessment:
    """An assessment with what leads to its verdict."""
    why = ("a sentence",)
    return Assessment(
        verdict,
        why,
        unasked=why if verdict is Verdict.NOT_ASSESSED else (),
        gaps=Gaps(unread=1) if verdict is Verdict.INCOMPLETE else Gaps(),
    )


def written(result: Result, path: Path) -> Path:
    """The report of a result, in a file."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        write_html(result, file)
    return path
