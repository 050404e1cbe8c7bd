"""Triggers that look at several attributes of an entry together."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from readiness.checking.triggers.trigger import Trigger
from readiness.columns.bitset import bits_where

if TYPE_CHECKING:
    from collections.abc import Callable

    from readiness.columns.batch import Batch
    from readiness.model.entry import Values


def differ(first: str, second: str) -> Trigger:
    """Entries whose two attributes have different values, whatever their case.

    `differ("userPrincipalName", "mail")`.
    """
    return Trigger(_differ, (first.lower(), second.lower()))


def _differ(batch: Batch, first_name: str, second_name: str) -> int:
    both = zip(batch.each[first_name], batch.each[second_name], strict=True)
    return bits_where([first != second and not _is_alike(first, second) for first, second in both])


def _is_alike(first: Values | None, second: Values | None) -> bool:
    """Whether two are single texts that differ in nothing but case."""
    # octets differ always, though they be letters: the case of a GUID's octets is no case
    return type(first) is str and type(second) is str and first.lower() == second.lower()


def together(attributes: tuple[str, ...], test: Callable[..., object]) -> Trigger:
    """Entries whose values of several attributes, taken together, pass a test.

    It takes a text for each attribute, its values one a line, and is asked once about each
    combination: `together(("c", "countryCode"), contradict)`. For one attribute alone, `where` is
    quicker.
    """
    return Trigger(_together, (tuple(name.lower() for name in attributes), test))


def _together(batch: Batch, attributes: tuple[str, ...], test: Callable[..., object]) -> int:
    columns = [batch.columns.get(name) for name in attributes]
    lines = [column.lines if column else ("",) * batch.size for column in columns]
    held = [*zip(*lines, strict=True)]
    passed = {values for values in {*held} if test(*values)}
    # values that are octets, or have line feeds, are not among the lines
    odd = reduce(or_, (column.odd for column in columns if column), 0)
    return odd | bits_where([values in passed for values in held]) if passed else odd
