"""The HTML report: one file that needs no network, written as the findings are read."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, TextIO

from markupsafe import Markup

from readiness.reports.html import data
from readiness.reports.html.page import page_of
from readiness.reports.html.templating import TEMPLATES, environment
from readiness.reports.sample import fair_shares, sampled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readiness.pipeline.result import Result

_STYLES = (
    *("tokens", "elements", "frame", "answer", "plan", "tables", "checks", "explorer", "trend"),
    *("around", "narrow", "print"),
)
"""The parts of the style; what comes later prevails."""
_SCRIPTS = ("theme", "data", "search", "rows", "take", "explorer", "keys", "page")
"""The parts of the script, in their order."""


def write_html(result: Result, file: TextIO) -> None:
    """Write the report. Whatever comes from the directory is escaped as it is written."""
    style = _joined(f"styles/{name}.css" for name in _STYLES)
    script = _joined(f"scripts/{name}.js" for name in _SCRIPTS)
    shares = fair_shares(result.checks, data.CAP)
    held = sum(shares.values())
    # a stream of pieces: the findings are never in memory as a whole
    pieces = (
        environment()
        .get_template("page.html.j2")
        .generate(
            page=page_of(result),
            policy=_policy(script, style),
            style=style,
            script=script,
            shares=shares,
            held=held,
            is_deflated=held >= data.PLAIN,
            findings=_findings(result, shares),
        )
    )
    file.writelines(pieces)


def _findings(result: Result, shares: dict[str, int]) -> Iterator[Markup]:
    """The data of the page."""
    speaking = [check for check in result.checks if check.findings]
    held = sum(shares.values())
    head = {
        "total": sum(check.findings for check in speaking),
        "held": held,
        "checks": [
            (check.id, check.gravest.label, check.doc.title, check.findings, shares[check.id])
            for check in speaking
        ],
    }
    lines = data.lines(head, sampled(result.findings(), shares))
    written = data.deflated(lines) if held >= data.PLAIN else data.inert(lines)
    return (Markup(piece) for piece in written)  # noqa: S704 - base64, or JSON without < and &


def _joined(names: Iterator[str]) -> Markup:
    """Files of ours, one after the other, that become part of the page as they are."""
    return Markup("\n".join((TEMPLATES / name).read_text(encoding="utf-8") for name in names))  # noqa: S704 - ours


def _policy(script: str, style: str) -> str:
    """The content security policy: this script and this style, and no request at all."""
    hashes = [
        base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
        for text in (script, style)
    ]
    return (
        f"default-src 'none'; script-src 'sha256-{hashes[0]}'; style-src 'sha256-{hashes[1]}';"
        " img-src data:; base-uri 'none'; form-action 'none';"
        " require-trusted-types-for 'script'; trusted-types 'none'"
    )
