"""Writes the help of a command as a manual page: the same words, in roff.

https://man7.org/linux/man-pages/man7/man-pages.7.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from readiness import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable

_AS_IT_IS = "\b"
"""The mark of click for a paragraph whose lines stay as they are."""


def manual_page(context: click.Context) -> str:
    """The page of a command, named after its path: `readiness-scan`."""
    name = context.command_path.replace(" ", "-")
    page = _Roff()
    # no date: the same version gives the same bytes
    page.write(f'.TH "{name.upper()}" "1" "" "readiness {__version__}" "readiness"\n')
    said = _escaped(context.command.get_short_help_str(limit=200))
    page.write(f".SH NAME\n{_escaped(name)} \\- {said}\n")
    context.command.format_help(context, page)
    page.write(".SH ENVIRONMENT\n")
    page.write_text(
        "READINESS_<OPTION> stands for each option of a scan, READINESS_PASSWORD for the password; "
        "NO_COLOR and SOURCE_DATE_EPOCH are honoured."
    )
    page.write(".SH FILES\n")
    page.write_text("readiness.toml, in the current folder or the nearest one above it.")
    return page.getvalue()


class _Roff(click.HelpFormatter):
    """What click writes to a terminal, as the requests of a manual page."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:  # noqa: ARG002 - the signature of click
        self.write(f".SH SYNOPSIS\n.B {_escaped(prog)}\n{_escaped(args)}\n.SH DESCRIPTION\n")

    def write_heading(self, heading: str) -> None:
        self.write(f".SH {_escaped(heading.upper())}\n")

    def write_paragraph(self) -> None:
        self.write(".PP\n")

    def write_text(self, text: str) -> None:
        for paragraph in text.split("\n\n"):
            mark, _, rest = paragraph.strip(" \n").partition("\n")
            if mark != _AS_IT_IS:
                self.write(f".PP\n{_escaped(' '.join(paragraph.split()))}\n")
                continue
            heading, _, lines = rest.partition("\n")
            if heading.endswith(":"):
                self.write_heading(heading.removesuffix(":"))
                rest = lines
            self.write("\n".join([".nf", *map(_escaped, rest.split("\n")), ".fi\n"]))

    def write_dl(
        self,
        rows: Iterable[tuple[str, str]],
        col_max: int = 30,  # noqa: ARG002 - the signature of click
        col_spacing: int = 2,  # noqa: ARG002 - as above
    ) -> None:
        for term, meaning in rows:
            self.write(f".TP\n.B {_escaped(term)}\n{_escaped(' '.join(meaning.split()))}\n")


def _escaped(line: str) -> str:
    """A line that roff takes for text: no request, no escape, and hyphens that can be copied."""
    line = line.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{line}" if line.startswith((".", "'")) else line
