"""What a user looks like about whom nobody has anything to say, so that it can be recognised."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.check import Check, DomainCheck
from readiness.groups import READS as GROUPING
from readiness.model import Kind
from readiness.notes import PLAIN_ANCHOR, text_anchors
from readiness.patterns import ANYTHING, NOTHING
from readiness.programme import ESSENTIALS, wanted
from readiness.scope import PLAIN_USER
from readiness.sources.form import Slot

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from readiness.model import Sound
    from readiness.plan import Plan

KIND = Kind.USER
_NEEDED = frozenset({*ESSENTIALS, "samaccountname", "objectguid"})
"""A user that lacks one of these is looked at; so the scan may count all others as having them."""
_NAME = "userPrincipalName"
_ABSENT = frozenset({"ms-ds-consistencyguid"})
"""What the scan takes note of for each user that has it."""


def relevant(checks: Sequence[Check]) -> list[Check]:
    """The checks that look at such users."""
    return [check for check in checks if KIND in check.kinds]


def sounds(checks: Sequence[Check]) -> list[Sound]:
    """The tests that the checks have for such users."""
    return list(dict.fromkeys(check.sound for check in relevant(checks) if check.sound))


def slots(
    checks: Sequence[Check], plan: Plan, by: str | None
) -> tuple[dict[str, Slot], frozenset[str]] | None:
    """What the attributes of a plain user are like, in lower case, and which it has not.

    None if some check has to look at every user.
    """
    asked = [one for one in relevant(checks) if type(one).examine is not Check.examine]
    if not all(map(_may_be_silent, asked)):
        return None
    patterns: dict[str, dict[str, None]] = {name: {} for name in _lower(wanted(checks, by))}
    for name, pattern in _patterns(checks, plan):
        if pattern != ANYTHING:
            patterns.setdefault(name.lower(), {})[pattern] = None
    keys = [key for one in relevant(checks) for key in one.keys if not key.of_left_out]
    octets = _lower(key.attribute for key in keys if key.octets)
    texts = _lower(name for sound in sounds(checks) for name in sound.attributes)
    texts |= _lower(key.attribute for key in keys if not key.octets)
    texts |= _lower(name for one in asked if isinstance(one, DomainCheck) for name in one.reads)
    kept = octets | texts | _lower(("dn", _NAME, *text_anchors(plan), *GROUPING.get(by, ())))
    noted = _lower(name for sound in sounds(checks) for name in sound.present)
    needed = _NEEDED | _lower(name for one in asked if not one.sound for name in one.expects)
    alone = _lower(name for one in asked for name in one.lone)
    most = {name.lower(): limit for one in asked for name, limit in one.small.items()}
    matters = {name for name, some in patterns.items() if NOTHING in some}
    # a column has octets or texts, and octets match no pattern
    absent = _ABSENT | matters | (octets & (texts | {name for name in patterns if patterns[name]}))
    return {
        name: Slot(
            tuple(some),
            is_needed=name in needed,
            is_kept=name in kept,
            is_noted=name in noted,
            is_alone=name in alone,
            is_octets=name in octets,
            octets_max=most.get(name),
        )
        for name, some in patterns.items()
        if name not in absent
    }, absent


def _lower(names: Iterable[str]) -> frozenset[str]:
    return frozenset(name.lower() for name in names)


def _may_be_silent(check: Check) -> bool:
    """Whether there are users to whom a check says that it need not be shown them."""
    is_about_domains = isinstance(check, DomainCheck)
    return bool(is_about_domains or check.sound or check.plain or check.expects or check.small)


def _patterns(checks: Sequence[Check], plan: Plan) -> Iterator[tuple[str, str]]:
    """Attributes, and what their values are like if there is nothing to say about them."""
    yield from PLAIN_USER.items()
    yield from ((name, PLAIN_ANCHOR) for name in text_anchors(plan))
    for check in relevant(checks):
        if not check.sound and not isinstance(check, DomainCheck):
            yield from check.plain.items()
