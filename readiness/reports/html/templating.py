"""The template engine, and how templates write texts, numbers and bars."""

from __future__ import annotations

import re
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from readiness.model.values import visible
from readiness.reports.html.dn_display import name_of, path_of, split
from readiness.reports.html.parts.bars import ladder_spans, spans
from readiness.reports.html.remedy import remedy_command
from readiness.reports.texts.phrases import duration

_TEMPLATES = files("readiness.reports.html") / "templates"
_CODE = re.compile(r"`([^`]+)`")
_SENTENCE_END = re.compile(r"(?<=[.!?]) (?=[A-Z])")
_REMEDY_MAX = 160
"""Characters of the remedy of a check on paper, unless its first sentence is longer."""


def template_text(name: str) -> str:
    """The text of a file of the page; also where the package lies in an archive."""
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def environment() -> Environment:
    """The engine: it escapes whatever a template writes, and knows no undefined name."""
    engine = Environment(
        loader=FunctionLoader(template_text),
        autoescape=True,
        undefined=StrictUndefined,  # a misspelt name ends the report instead of a blank in it
        trim_blocks=True,
        lstrip_blocks=True,
    )
    engine.filters |= {
        "as_search": _as_search,
        "capital": lambda text: text[:1].upper() + text[1:],
        "duration": duration,
        "first_sentences": _first_sentences,
        "domain": lambda name: _breaking(name, "."),
        "folder": lambda dn: _breaking(path_of(split(dn)[1]), "/"),
        "ladder_spans": ladder_spans,
        "name": lambda dn: _visible(name_of(split(dn)[0])),
        "number": "{:,}".format,
        "numeric": _numeric,
        "pieces": _pieces,
        "prose": _prose,
        "remedy_command": remedy_command,
        "remedy_line": _remedy_line,
        "sentence": lambda text: text.removesuffix("."),
        "share": _share,
        "spans": spans,
        "visible": _visible,
        "words": lambda text: Markup(" ").join(map(_visible, text.split(" "))),
    }
    return engine


def _as_search(picks: dict[str, str | list[str]]) -> dict[str, str]:
    """What picks findings, in the words of the address of the page."""
    # a value is looked for in the field that people type into
    words = {"value": "q", "checks": "check"}
    return {
        words.get(name, name): picked if isinstance(picked, str) else ",".join(picked)
        for name, picked in picks.items()
    }


def _visible(text: str) -> Markup:
    """The text with hidden characters as escapes, and no command for a build log that shows it."""
    return Markup(escape(visible(text)).replace("##", "&#35;#"))  # noqa: S704 - escaped before


def _breaking(text: str, mark: str) -> Markup:
    """The text as `visible` writes it, which may be broken behind a mark."""
    return Markup("<wbr>").join(_visible(part) + mark for part in text.split(mark))[: -len(mark)]


def _share(part: int, whole: int) -> str:
    """A share in percent that says 100 % only of everything, and 0 % only of nothing."""
    if not whole:
        return "–"  # noqa: RUF001 - a dash
    # 99.96 % is not all, and one of a million is not nobody
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


def _first_sentences(text: str) -> tuple[str, str]:
    """The first two sentences of a text, and the others."""
    sentences = _SENTENCE_END.split(text)
    return " ".join(sentences[:2]), " ".join(sentences[2:])


def _pieces(text: str) -> list[tuple[bool, str]]:
    """The pieces of a text, each with whether it stood in `backticks`."""
    return [(index % 2 == 1, piece) for index, piece in enumerate(_CODE.split(text)) if piece]


def _prose(text: str) -> list[tuple[str, list[tuple[bool, str]]]]:
    """Paragraphs (`p`, or `pre` where indented) of pieces, each with whether it is code."""
    paragraphs: list[tuple[str, list[tuple[bool, str]]]] = []
    for paragraph in filter(None, text.split("\n\n")):
        if re.search(r"^\s{2,}", paragraph, re.MULTILINE):
            paragraphs.append(("pre", [(False, paragraph)]))
        else:
            paragraphs.append(("p", _pieces(paragraph)))
    return paragraphs


def _remedy_line(fix: str) -> str:
    """What to do, in whole sentences: as many as fit a line of paper, and always the first."""
    first, *others = _SENTENCE_END.split(" ".join(fix.replace("`", "").split()))
    line = first[:1].upper() + first[1:]
    for sentence in others:
        if len(line) + len(sentence) >= _REMEDY_MAX:
            break
        line = f"{line} {sentence}"
    return line
