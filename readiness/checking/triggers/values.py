"""Triggers that look at the values of one attribute."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from readiness.checking.healthy_values import HEALTHY, unhealthy_values
from readiness.checking.triggers.trigger import Trigger
from readiness.columns.bitset import bits_of
from readiness.columns.patterns import mismatches
from readiness.model.values import as_octets, as_text, is_blank

if TYPE_CHECKING:
    from collections.abc import Callable

    from readiness.columns.batch import Batch

_OCTETS_OF_CHARACTER = 4
"""UTF-8 has no longer characters."""


def unhealthy(attribute: str) -> Trigger:
    """Entries with a value that is not as in a healthy directory: see `healthy_values`.

    It is for the engine, which asks the checks that trust that table about the rest. `attribute`
    is spelt as the table spells it.
    """
    return Trigger(_unhealthy, (attribute,))


def _unhealthy(batch: Batch, attribute: str) -> int:
    column = batch.columns.get(attribute.lower())
    return column.failing(unhealthy_values(attribute)) if column else 0


def looks_at_health(trigger: Trigger) -> bool:
    """Whether `unhealthy` made a trigger."""
    return trigger.fires is _unhealthy


def blank(attribute: str) -> Trigger:
    """Entries with a value that shows nothing, an empty one too: `blank("displayName")`."""
    return Trigger(_blank, (attribute,))


def _blank(batch: Batch, attribute: str) -> int:
    column = batch.columns.get(attribute.lower())
    if column is None:
        return 0
    # no healthy value is blank, so that few have to be looked at one by one
    doubtful = batch.triggered(unhealthy(attribute)) if attribute in HEALTHY else -1
    held = column.held_by(doubtful) if doubtful else ((), ())
    return bits_of({entry for entry, value in zip(*held, strict=True) if is_blank(as_text(value))})


def larger(attribute: str, limit: int) -> Trigger:
    """Entries with a value of more octets than the limit: `larger("thumbnailPhoto", 102_400)`.

    Smaller photos and certificates are not even decoded.
    """
    return Trigger(_larger, (attribute.lower(), limit))


def _larger(batch: Batch, attribute: str, limit: int) -> int:
    column = batch.columns.get(attribute)
    if column is None:
        return 0
    longest = limit // _OCTETS_OF_CHARACTER
    # to encode a text only to count its octets is for the few that may have too many
    doubtful = column.failing(mismatches(f".{{0,{longest}}}+")) if column.is_text else -1
    if not doubtful:
        return 0
    held = zip(*column.held_by(doubtful), strict=True)
    return bits_of({entry for entry, value in held if len(as_octets(value)) > limit})


def size_limit(trigger: Trigger) -> tuple[str, int] | None:
    """The attribute and the limit of a trigger that `larger` made; None of any other."""
    if trigger.fires is not _larger:
        return None
    attribute, limit = trigger.arguments
    return attribute, limit


def contains(attribute: str, *fragments: str) -> Trigger:
    """Entries with a value that contains one of these, in any case: `contains("dn", "CNF:")`."""
    return Trigger(_contains, (attribute.lower(), *(fragment.lower() for fragment in fragments)))


def _contains(batch: Batch, attribute: str, *fragments: str) -> int:
    column = batch.columns.get(attribute)
    if column is None:
        return 0
    return reduce(or_, map(column.containing, fragments), column.odd)


def unlike(attribute: str, pattern: str) -> Trigger:
    """Entries with a value that a pattern does not match in full: `unlike("adminCount", "0")`.

    One pass over a column finds them, so it is quicker than `where`, and octets that are no text
    are unlike anything.
    """
    return Trigger(_unlike, (attribute.lower(), pattern))


def _unlike(batch: Batch, attribute: str, pattern: str) -> int:
    column = batch.columns.get(attribute)
    return column.failing(mismatches(pattern)) if column else 0


def where(attribute: str, test: Callable[[str], object]) -> Trigger:
    """Entries with a value that passes a test, which is asked once about each different value.

    `where("title", str.isupper)`. Octets that are no text come as `text` shows
    them.
    """
    return Trigger(_where, (attribute.lower(), str, test))


def where_octets(attribute: str, test: Callable[[bytes], object]) -> Trigger:
    """Entries with a value whose octets pass a test: `where_octets("objectGUID", is_no_guid)`."""
    return Trigger(_where, (attribute.lower(), bytes, test))


def where_domain(attribute: str, test: Callable[[str], object]) -> Trigger:
    """Entries with a value whose domain, in lower case, passes a test.

    It is asked once about each different domain, of which a directory has a few:
    `where_domain("userPrincipalName", lambda domain: domain != "contoso.com")`. The domain is what
    follows the last @.
    """
    return Trigger(_where_domain, (attribute.lower(), test))


def _where_domain(batch: Batch, attribute: str, test: Callable[[str], object]) -> int:
    column = batch.columns.get(attribute)
    if column is None:
        return 0
    passed = {domain for domain in column.domains if test(domain.lower())}
    # nearly always, all domains pass or none: then no value is looked at
    if not passed or len(passed) == len(column.domains):
        return column.present if passed else 0
    return column.holding(
        {
            value
            for value in column.distinct
            if "@" in (shown := as_text(value)) and shown.rpartition("@")[2] in passed
        }
    )


def _where(batch: Batch, attribute: str, takes: type, test: Callable[[Any], object]) -> int:
    column = batch.columns.get(attribute)
    if column is None:
        return 0
    # nearly all values come as the test takes them: then no function is called to make them so
    form = as_text if takes is str else as_octets
    passed = {
        value for value in column.distinct if test(value if type(value) is takes else form(value))
    }
    return column.holding(passed) if passed else 0
