"""SARIF 2.1.0, as GitHub and Azure Pipelines read it.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO
from urllib.parse import quote

from readiness import __version__
from readiness.model.finding import Severity
from readiness.reports.escaping import json_harmless, shown
from readiness.reports.sample import fair_shares, sampled
from readiness.reports.texts.finding_text import sentence
from readiness.reports.texts.phrases import problems

if TYPE_CHECKING:
    from readiness.checking.outcome import CheckOutcome
    from readiness.model.finding import FindingRow
    from readiness.pipeline.result import Result

RESULTS = 5_000
"""GitHub shows so many results of a run; each check gets its share of them.

https://docs.github.com/code-security/reference/code-scanning/sarif-files/troubleshoot-sarif-uploads
"""
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_STATES = {None: "new", "suppressed": "unchanged", "baseline": "unchanged"}
_TEXT_MAX = 1024
"""GitHub cuts the descriptions of rules there."""


def write_sarif(result: Result, file: TextIO) -> None:
    """Write one run: the checks as rules, and the findings as results, up to what GitHub shows."""
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(result)]}
    file.write(json_harmless(json.dumps(log, indent=1)) + "\n")


def _run(result: Result) -> dict[str, Any]:
    rules = {check.id: number for number, check in enumerate(result.checks)}
    shares = fair_shares(result.checks, RESULTS)
    total, listed = sum(check.findings for check in result.checks), sum(shares.values())
    return {
        "tool": {
            "driver": {
                "name": "readiness",
                "semanticVersion": __version__,
                "rules": [_rule(check) for check in result.checks],
            }
        },
        # GitHub keeps runs of one category apart from those of other tools
        "automationDetails": {"id": "readiness/"},
        "invocations": [_invocation(result, total, listed)],
        # lines and columns of ours count characters, not UTF-16 units
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(finding, rules[finding.check], result)
            for finding in sampled(result.findings(), shares)
        ],
        "properties": {
            "verdict": result.verdict,
            "because": list(map(shown, result.assessment.because)),
            "gate": {
                "passed": result.gate.passed,
                "reasons": list(map(shown, result.gate.reasons)),
                "waivers": list(map(shown, result.gate.waivers)),
            },
            # GitHub shows 5,000 results: whoever reads the log shall know of the others
            "findings": total,
            "findingsHere": listed,
            "redaction": result.redaction,
            "configuration": result.config_file,
        },
    }


def _rule(check: CheckOutcome) -> dict[str, Any]:
    doc = check.doc
    rule: dict[str, Any] = {
        "id": check.id,
        "shortDescription": {"text": _cut(doc.title)},
        "fullDescription": {"text": _cut(doc.text or doc.title)},
        "help": {"text": doc.fix or doc.title, "markdown": _help(check)},
        "defaultConfiguration": {"level": _LEVELS[check.severity]},
        "properties": {
            "findings": check.findings,
            "status": check.status,
            "tags": ["entra-id", *sorted({check.id.partition("-")[0], check.severity.label})],
        },
    }
    return rule | ({"helpUri": doc.see[0]} if doc.see else {})


def _help(check: CheckOutcome) -> str:
    """Why it matters, how it is fixed, and where that is documented, as GitHub shows it."""
    doc = check.doc
    pages = "\n".join(f"- <{url}>" for url in doc.see if url.startswith("https://"))
    parts = (doc.text, f"**Fix:** {doc.fix}" if doc.fix else "", pages)
    return "\n\n".join(filter(None, parts)) or doc.title


def _cut(text: str) -> str:
    return text if len(text) <= _TEXT_MAX else f"{text[: _TEXT_MAX - 1]}…"


def _invocation(result: Result, total: int, listed: int) -> dict[str, Any]:
    notes = [("error", problem) for problem in problems(result)]
    notes += [("warning", warning) for warning in result.warnings]
    if listed < total:
        text = f"{listed:,} of {total:,} findings are here: the JSON report has them all"
        notes.append(("warning", text))
    return {
        "executionSuccessful": result.is_complete,
        "exitCode": result.exit_status,
        "endTimeUtc": f"{result.plan.now:%Y-%m-%dT%H:%M:%SZ}",
        "toolExecutionNotifications": [
            {"level": level, "message": {"text": _message(text)}} for level, text in notes
        ],
    }


def _result(finding: FindingRow, rule: int, result: Result) -> dict[str, Any]:
    written: dict[str, Any] = {
        "ruleId": finding.check,
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(sentence(finding))},
        "locations": [_location(finding)],
        "partialFingerprints": {"readiness/v1": finding.fingerprint.partition(":")[2]},
    }
    if result.baseline is not None:
        written["baselineState"] = _STATES[finding.state]
    if finding.state == "suppressed":
        why = shown(finding.suppression or "")
        # external: the decision stands in readiness.toml, and not beside the value
        written["suppressions"] = [{"kind": "external", "status": "accepted", "justification": why}]
    return written


def _location(finding: FindingRow) -> dict[str, Any]:
    where: dict[str, Any] = {"artifactLocation": {"uri": artifact(finding.source)}}
    if finding.line is not None:
        where["region"] = {"startLine": finding.line}
    location: dict[str, Any] = {"physicalLocation": where}
    if finding.dn:
        location["logicalLocations"] = [
            {"fullyQualifiedName": shown(finding.dn), "kind": finding.kind}
        ]
    return location


def artifact(source: str) -> str:
    """A source as a URI: relative to the current folder, since a build service knows no other.

    What is no file gets a name that looks like one; GitHub takes no result without a file.
    """
    if source in ("", "-"):
        return "directory.ldif"
    if "://" in source:
        return quote(source.partition("://")[2].rstrip("/"), safe="/=,")
    path = Path(source)
    if not path.is_absolute():
        return quote(path.as_posix())
    try:
        return quote(path.relative_to(Path.cwd()).as_posix())
    except ValueError:
        return path.as_uri()


def _message(text: str) -> str:
    """A message in which no part is a link or a placeholder (SARIF 2.1.0, 3.11.5 and 3.11.6)."""
    text = shown(text).replace("[", "\\[").replace("]", "\\]")
    return text.replace("{", "{{").replace("}", "}}")
