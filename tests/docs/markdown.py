"""Reads the pages of the project: their blocks of code, their links and their anchors."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import unquote

from markdown_it import MarkdownIt

from tests.running import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NOT_OURS = {".venv", ".pytest_cache", "build", "dist", "node_modules"}


@dataclass(frozen=True)
class Block:
    """A fenced block of a page."""

    path: Path
    line: int
    language: str
    text: str

    @property
    def needs(self) -> str | None:
        """What a block says in its first line that it needs: a domain controller, for example."""
        found = re.match(r"# needs (.+)\n", self.text)
        return found[1] if found else None

    def __str__(self) -> str:
        """Where it stands, as the name of a test."""
        return f"{self.path.relative_to(ROOT)}:{self.line}"


@dataclass(frozen=True)
class Link:
    """A link or a picture of a page, as it is written."""

    path: Path
    address: str

    @property
    def target(self) -> tuple[Path, str]:
        """The file that a link of the repository leads to, and the anchor in it."""
        name, _, anchor = unquote(self.address).partition("#")
        return (self.path.parent / name).resolve() if name else self.path, anchor


def pages() -> list[Path]:
    """Every page of the project."""
    return sorted(
        path
        for path in ROOT.rglob("*.md")
        if not _NOT_OURS & set(path.relative_to(ROOT).parts)
        and not any(part.endswith(".egg-info") for part in path.parts)
    )


def blocks(path: Path, *languages: str) -> list[Block]:
    """The blocks of a page in some languages, in their order."""
    return [
        Block(path, token.map[0] + 1 if token.map else 0, token.info, token.content)
        for token in MarkdownIt().parse(path.read_text("utf-8"))
        if token.type == "fence" and token.info in languages
    ]


def links(path: Path) -> Iterator[Link]:
    """Where a page leads to."""
    # tables are no part of CommonMark
    for token in MarkdownIt().enable("table").parse(path.read_text("utf-8")):
        for part in token.children or ():
            address = part.attrGet("href") or part.attrGet("src")
            if address:
                yield Link(path, str(address))


@cache
def anchors(path: Path) -> set[str]:
    """What GitHub makes of the headings of a page.

    https://docs.github.com/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#section-links
    """
    tokens = MarkdownIt().parse(path.read_text("utf-8"))
    headings = [
        "".join(part.content for part in inline.children or ())
        for opening, inline in pairwise(tokens)
        if opening.type == "heading_open"
    ]
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
