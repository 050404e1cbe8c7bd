"""Which attributes have to be read of each entry, so that checks can do their work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.advice import people_groups
from readiness.checking.keyed_check import keys_of
from readiness.checking.triggers.trigger import components
from readiness.checking.triggers.values import size_limit
from readiness.directory import given_attributes
from readiness.directory.objects import missed_people
from readiness.directory.objects.sync_scope import READS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from readiness.checking.check import Check

_OWN = ("displayName", "mail", "objectGUID", "proxyAddresses", "userPrincipalName")
"""What the scan itself reads, apart from the scope: for counts, fingerprints and the advice."""
BINARY = frozenset({"thumbnailphoto", "usercertificate", "usersmimecertificate"})
"""Attributes, in lower case, whose values are no text, and large."""


def attributes_read(checks: Iterable[Check], further: Iterable[str] = ()) -> tuple[str, ...]:
    """Every attribute that must be read for these checks, the scan itself, and further ones."""
    names = {name.lower(): name for check in checks for name in (*check.reads, *check.consults)}
    scan = (*READS, *missed_people.READS, *given_attributes.READS, *people_groups.READS, *_OWN)
    names |= {name.lower(): name for name in (*further, *scan)}
    return tuple(sorted(names.values(), key=str.lower))


def read_as_bytes(checks: Sequence[Check]) -> dict[str, int]:
    """The attributes, in lower case, of which only the bytes matter, or how many there are.

    Each with the length up to which its values are left empty: of photos, only a large one counts,
    so that gigabytes of small ones are never copied.
    """
    keys = [key for check in checks for key in keys_of(check)]
    of_bytes = {key.attribute.lower() for key in keys if key.octets}
    of_text = {key.attribute.lower() for key in keys if not key.octets}
    # a trigger on the size of a value wants that value only if it is large
    triggers = [trigger for check in checks for trigger in components(check.when)]
    limits: dict[str, int] = {}
    # the smallest of the limits, so that no trigger misses what it is there for
    for attribute, limit in filter(None, map(size_limit, triggers)):
        limits[attribute] = min(limit, limits.get(attribute, limit))
    # what some key takes as text is read as text, whoever else wants its bytes
    return {
        **dict.fromkeys((of_bytes | BINARY) - of_text, 0),
        **{name: limits[name] for name in limits.keys() & BINARY},
    }
