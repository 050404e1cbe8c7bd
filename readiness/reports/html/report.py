"""The HTML report: one file that needs no network, written as the findings are read."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, TextIO

from markupsafe import Markup

from readiness.reports.html import data
from readiness.reports.html.assets import assets
from readiness.reports.html.page import page_of
from readiness.reports.html.prospects import ObjectNumbers, has_prospects
from readiness.reports.html.prospects import lines as prospect_lines
from readiness.reports.html.templating import environment
from readiness.reports.sample import fair_shares, sampled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readiness.pipeline.result import Result


def write_html(result: Result, file: TextIO) -> None:
    """Write the report. Whatever comes from the directory is escaped as it is written."""
    shares = fair_shares(result.checks, data.CAP)
    held = sum(shares.values())
    # a stream of pieces: the findings are never in memory as a whole
    pieces = (
        environment()
        .get_template("page.html.j2")
        .generate(
            page=page_of(result),
            shares=shares,
            held=held,
            is_deflated=held >= data.PLAIN,
            findings=_findings(result, shares),
            **assets(has_script=True),
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
    findings, numbers = sampled(result.findings(), shares), ObjectNumbers()
    if has_prospects(result):
        # behind the findings, which number the objects: the script needs it later, too
        lines = data.lines(head, numbers.noted(findings))
        lines = chain(lines, prospect_lines(result, numbers))
    else:
        lines = data.lines(head, findings)
    written = data.deflated(lines) if held >= data.PLAIN else data.inert(lines)
    return (Markup(piece) for piece in written)  # noqa: S704 - base64, or JSON without < and &
