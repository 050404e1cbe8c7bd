"""What has to be read of each entry, so that checks can do their work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.checking.check import keys_of
from readiness.checking.triggers import Larger, components
from readiness.directory import missed_people
from readiness.directory.sync_scope import READS
from readiness.evaluation.waves import READS as GROUPING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from readiness.checking.check import Check

_OWN = ("displayName", "mail", "objectGUID", "proxyAddresses", "userPrincipalName")
"""What the scan itself reads, beside the scope."""

OCTETS = frozenset({"thumbnailphoto", "usercertificate", "usersmimecertificate"})
"""Attributes, in lower case, whose values are no text, and large."""


def wanted(checks: Iterable[Check], by: str | None = None) -> tuple[str, ...]:
    """Every attribute that must be read for these checks, for the scan itself and its groups."""
    names = {name.lower(): name for check in checks for name in check.reads}
    names |= {
        name.lower(): name for name in (*READS, *missed_people.READS, *_OWN, *GROUPING.get(by, ()))
    }
    return tuple(sorted(names.values(), key=str.lower))


def octets(checks: Sequence[Check]) -> dict[str, int]:
    """The attributes, in lower case, of which all that matters is their octets, or their number.

    Each with the length up to which its values need not even be read.
    """
    keys = [key for check in checks for key in keys_of(check)]
    keyed = {key.attribute.lower() for key in keys if key.octets}
    texts = {key.attribute.lower() for key in keys if not key.octets}
    asked = [trigger for check in checks for trigger in components(check.when)]
    limits = {one.attribute: one.limit for one in asked if isinstance(one, Larger)}
    return {
        **dict.fromkeys((keyed | OCTETS) - texts, 0),
        **{name: limits[name] for name in limits.keys() & OCTETS},
    }
