"""Warns of attributes that somebody named and that look misspelt."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from readiness.directory.objects import persons
from readiness.model.plan import MATCHES, Plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from readiness.checking.check import Check

_CLOSE = 0.85
"""Of the 1,498 attributes of Active Directory that no check reads, three are as like one that is
read: https://learn.microsoft.com/windows/win32/adschema/attributes-all"""
_DEFAULTS = Plan()


def doubtful_attributes(
    plan: Plan, exported: Iterable[str], held: AbstractSet[str], checks: Iterable[Check]
) -> Iterator[str]:
    """Say which attributes that were named may be misspelt.

    `exported` are those of --exported-attributes, `held` those that occur anywhere, in lower case.
    """
    names = [name for check in checks for name in check.reads]
    read = {name.lower(): name for name in (*names, *persons.attributes_read(plan))}
    planned = {
        "--source-anchor": (plan.source_anchor, _DEFAULTS.source_anchor),
        "--sign-in-attribute": (plan.sign_in_attribute, _DEFAULTS.sign_in_attribute),
        "--match-users": (plan.match_users, *MATCHES),
    }
    named = {name.lower() for name, *_ in planned.values()}
    known = {folded: name for folded, name in read.items() if folded not in named - held}
    for option, (name, *usual) in planned.items():
        # an attribute of one's own need not be in any list: that nobody has it is what tells
        is_usual = name.lower() in map(str.lower, usual)
        if not is_usual and name.lower() in read.keys() - held:
            yield f"no object that was read has {name} ({option}){_meant(name, known)}"
    listed = {name.lower() for name in exported}
    for name in exported:
        missed = {folded: known[folded] for folded in known.keys() - listed}
        if name.lower() not in (*known, *held) and (meant := _meant(name, missed)):
            yield f"no check reads {name} (--exported-attributes){meant}"


def _meant(name: str, known: dict[str, str]) -> str:
    """The end of a sentence that names what may be meant; empty if nothing is like it."""
    folded = name.lower()
    close = get_close_matches(folded, known, 1, _CLOSE)
    # two letters that changed places make short names very unlike: mial
    close = close or [other for other in known if sorted(other) == sorted(folded)]
    return f": did you mean {known[close[0]]}?" if close else ""
