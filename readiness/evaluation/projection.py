"""What has to be read of each entry, so that checks can do their work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.columns.patterns import ANYTHING, NOTHING
from readiness.directory.sync_scope import READS
from readiness.evaluation.waves import READS as GROUPING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from readiness.checking.check import Check

_OWN = ("displayName", "mail", "objectGUID", "proxyAddresses", "userPrincipalName")
"""What the scan itself reads, beside the scope."""


def wanted(checks: Iterable[Check], by: str | None = None) -> tuple[str, ...]:
    """Every attribute that must be read for these checks, for the scan itself and its groups."""
    names = {name.lower(): name for check in checks for name in check.reads}
    names |= {name.lower(): name for name in (*READS, *_OWN, *GROUPING.get(by, ()))}
    return tuple(sorted(names.values(), key=str.lower))


def octets(checks: Sequence[Check]) -> dict[str, int]:
    """The attributes, in lower case, of which all that matters is their octets, or their number.

    Each with the length up to which its values need not even be read.
    """
    limits = {name.lower(): limit for check in checks for name, limit in check.small.items()}
    keyed = {key.attribute.lower() for check in checks for key in check.keys if key.octets}
    lone = {name.lower() for check in checks for name in check.lone}
    texts = {key.attribute.lower() for check in checks for key in check.keys if not key.octets}
    others: set[str] = set()
    for check in checks:
        patterns = check.plain.items()
        texts |= {name.lower() for name, one in patterns if one not in {ANYTHING, NOTHING}}
        if check.sound:
            texts |= {name.lower() for name in check.sound.attributes}
        others |= {name.lower() for name in check.reads if name not in check.small}
    return {
        **dict.fromkeys((keyed | lone) - texts, 0),
        **{name: limit for name, limit in limits.items() if name not in others | texts},
    }
