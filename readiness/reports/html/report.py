"""The HTML report: one file that needs no network, written as the findings are read."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from readiness.directory.dns_domain import data_date
from readiness.model.values import visible
from readiness.reports.html import data, page
from readiness.reports.html.dn_display import name_of, path_of, split
from readiness.reports.sample import fair_shares, sampled
from readiness.reports.serialized import serialized_head

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readiness.pipeline.result import Result

_TEMPLATES = Path(__file__).parent / "templates"
_SCRIPTS = (
    "report-theme.js",
    "report-data.js",
    "report-search.js",
    "report-rows.js",
    "report-take.js",
    "report-explorer.js",
    "report.js",
)
"""The parts of the script, in their order."""
_CODE = re.compile(r"`([^`]+)`")


def write_html(result: Result, file: TextIO) -> None:
    """Write the report. Whatever comes from the directory is escaped as it is written."""
    seen = page.survey(result)
    checks = page.checks_by_status(result)
    shares = fair_shares(result.checks, data.CAP)
    total, held = sum(check.findings for check in checks["found"]), sum(shares.values())
    style, script = _inline("report.css"), Markup().join(map(_inline, _SCRIPTS))
    parts = (
        _environment()
        .get_template("report.html.j2")
        .generate(
            policy=_policy(script, style),
            style=style,
            script=script,
            head=serialized_head(result),
            data_date=data_date(),
            checks=checks,
            first=seen.first,
            containers=page.containers(seen),
            suffixes=_most(result.counts.suffixes),
            frequent=page.frequent(checks["found"]),
            states=result.by_state(),
            out_of_scope=page.out_of_scope(result),
            sections=page.sections(result),
            shares=shares,
            total=total,
            held=held,
            is_deflated=held >= data.PLAIN,
            findings=_findings(result, shares),
        )
    )
    file.writelines(parts)


def _findings(result: Result, shares: dict[str, int]) -> Iterator[Markup]:
    """The data of the page."""
    found = [check for check in result.checks if check.findings]
    held = sum(shares.values())
    head = {
        "total": sum(check.findings for check in found),
        "held": held,
        "checks": [
            (one.id, one.severity.label, one.doc.title, one.findings, shares[one.id])
            for one in found
        ],
    }
    lines = data.lines(head, sampled(result.findings(), shares))
    ready = data.deflated(lines) if held >= data.PLAIN else data.inert(lines)
    return (Markup(part) for part in ready)  # noqa: S704 - base64, or JSON without < and &


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "visible": _visible,
        "number": "{:,}".format,
        "share": _share,
        "numeric": _numeric,
        "prose": _prose,
        "capital": lambda text: text[:1].upper() + text[1:],
        "name": lambda dn: _visible(name_of(split(dn)[0])),
        "folder": lambda dn: _visible(path_of(split(dn)[1])),
    }
    return environment


def _visible(text: str) -> Markup:
    """The text with hidden characters as escapes, and no command for a build log it passes."""
    return Markup(escape(visible(text)).replace("##", "&#35;#"))  # noqa: S704 - escaped before


def _inline(name: str) -> Markup:
    """A file that becomes part of the page as it is."""
    return Markup((_TEMPLATES / name).read_text(encoding="utf-8"))  # noqa: S704 - a file of ours


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


def _most(counts: dict[str, int]) -> list[str]:
    """The names with the highest counts."""
    return sorted(counts, key=lambda one: (-counts[one], one))[: page.BARS]


def _share(part: int, whole: int) -> str:
    """A share in percent that says 100 % only of everything, and 0 % only of nothing."""
    if not whole:
        return "–"  # noqa: RUF001 - a dash
    if 0 < part < whole:
        return f"{min(max(100 * part / whole, 0.1), 99.9):.1f} %"
    return "100 %" if part else "0 %"


def _numeric(rows: list[tuple[Any, ...]]) -> set[int]:
    """The columns that hold nothing but numbers."""
    columns = enumerate(zip(*rows, strict=True))
    return {
        index
        for index, cells in columns
        if all(map(_is_number, cells)) and any(cell is not None for cell in cells)
    }


def _is_number(cell: Any) -> bool:
    if isinstance(cell, dict):
        return str(cell.get("text", "")).replace(",", "").isdigit()
    return cell is None or (isinstance(cell, int) and not isinstance(cell, bool))


def _prose(text: str) -> list[tuple[str, list[tuple[bool, str]]]]:
    """Paragraphs (`p`, or `pre` where indented) of pieces, each with whether it is code."""
    paragraphs = []
    for paragraph in filter(None, text.split("\n\n")):
        if re.search(r"^\s{2,}", paragraph, re.MULTILINE):
            paragraphs.append(("pre", [(False, paragraph)]))
            continue
        pieces = _CODE.split(paragraph)
        paragraphs.append(("p", [(index % 2 == 1, one) for index, one in enumerate(pieces) if one]))
    return paragraphs
