"""The formats of a comparison, by the names that the command line gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from readiness.reports.comparison.json import write_json
from readiness.reports.comparison.markdown import write_markdown
from readiness.reports.comparison.text import write_text
from readiness.reports.html.comparison_page import write_html

if TYPE_CHECKING:
    from collections.abc import Callable

    from readiness.reports.comparison.comparison import Comparison

WRITERS: dict[str, Callable[[Comparison, TextIO], None]] = {
    "text": write_text,
    "json": write_json,
    "markdown": write_markdown,
    "html": write_html,
}
