"""The text of a check, which is its docstring: title, explanation, fix, documentation."""

from __future__ import annotations

import inspect
import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from readiness.checking.check import Check

_FIELD = re.compile(r"^(Fix|Step|Risk|See|Prevents|IdFix|Since):\s*", re.MULTILINE)
_BETWEEN_PARAGRAPHS = re.compile(r"\n\s*\n")


class Doc(NamedTuple):
    """What a check says of itself."""

    title: str
    text: str
    fix: str
    see: tuple[str, ...]
    """Public pages, as URLs."""
    prevents: tuple[str, ...]
    """The names that Microsoft gives to the errors that the check prevents."""
    action: str = ""
    """A word for programs that names the step, the same for every directory: `give-name`."""
    step: str = ""
    """What to decide about all findings, as a step of the action plan: `Give {who} a name.`"""
    risks: tuple[str, ...] = ()
    """What may happen to people when that is done."""
    since: str = ""
    """The version that brought the check, and what later ones changed: `0.1; 0.2: a warning`."""
    idfix: tuple[str, ...] = ()
    """What IdFix, Microsoft's retired tool for the job, called the problem.

    https://github.com/microsoft/idfix
    """


def doc_of(check: type[Check]) -> Doc:
    """The parsed docstring of a check."""
    return _parsed(inspect.getdoc(check) or check.id)


@cache
def _parsed(docstring: str) -> Doc:
    head, *fields = _FIELD.split(docstring)
    title, _, text = head.strip().partition("\n")
    found: dict[str, list[str]] = {
        "Fix": [],
        "Step": [],
        "Risk": [],
        "See": [],
        "Prevents": [],
        "IdFix": [],
        "Since": [],
    }
    # split by a pattern with a group, so that names and values take turns
    for name, value in zip(fields[::2], fields[1::2], strict=True):
        found[name].append(_flowing(value))
    action, _, step = " ".join(found["Step"]).partition(": ")
    return Doc(
        title.strip(),
        _flowing(text),
        "\n\n".join(found["Fix"]),
        tuple(url for value in found["See"] for url in value.split()),
        _names(found["Prevents"]),
        action,
        step,
        tuple(found["Risk"]),
        " ".join(found["Since"]),
        _names(found["IdFix"]),
    )


def _names(values: list[str]) -> tuple[str, ...]:
    return tuple(name.strip() for value in values for name in value.split(","))


def _flowing(text: str) -> str:
    """Paragraphs without line breaks; what is indented stays as it is."""
    return "\n\n".join(
        # not a pattern, which takes several times as long for the paragraphs of all checks
        paragraph if "\n  " in f"\n{paragraph}" else " ".join(paragraph.split())
        for paragraph in _BETWEEN_PARAGRAPHS.split(text.strip())
    )
