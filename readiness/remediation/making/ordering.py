"""The order of changes: whoever frees a name or an address goes before whoever takes it.

A directory refuses a UPN that somebody still holds. Two objects that swap theirs need a value in
between; and what is freed in one domain is seen in another only after replication, so such changes
stand in stages of their own.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from typing import TYPE_CHECKING

from readiness.directory.identifiers.distinguished_name import domain_of
from readiness.remediation.making.draft import NAME, keys_of_value
from readiness.remediation.repair_plan.change import Change, Confidence, Edit, Stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from readiness.remediation.making.entry_reader import Key

_ADDRESSES = frozenset({"mail", "proxyaddresses", "targetaddress"})
_HALVES = ("a", "b")
"""How the ids of the two steps end that a change was cut into."""
_EXCHANGE = (
    "it gets what somebody else is known by, and gives its own: a person has to tell who is who"
)


def in_stages(changes: Sequence[Change], temporary_domain: str) -> tuple[Stage, ...]:
    """The changes in an order in which each value is free when it is taken.

    `temporary_domain` is a verified domain, for the names that cut a circle of swaps in two. Who
    exchanges names with others does so by choice: whatever rule it follows from, a program cannot
    tell whether it puts a mix-up right, or makes one.
    """
    exchanging = _exchanging(_needs(changes))
    ordered = [_by_choice(change) if change.id in exchanging else change for change in changes]
    while cuts := {circle[0].id for circle in _circles(ordered)}:
        ordered = [
            part
            for change in ordered
            for part in (_halves(change, temporary_domain) if change.id in cuts else (change,))
        ]
    needs = _needs(ordered)
    numbers: dict[str, int] = {}
    result: dict[int, list[Change]] = {}
    for change in _sorted(ordered, needs):
        before = [(numbers[needed.id], domain_of(needed.dn).lower()) for needed in needs[change.id]]
        own = domain_of(change.dn).lower()
        number = max((at + (domain != own) for at, domain in before), default=1)
        numbers[change.id] = number
        after = tuple(needed.id for needed in needs[change.id])
        result.setdefault(number, []).append(replace(change, after=after))
    return tuple(Stage(number, tuple(result[number])) for number in sorted(result))


def _needs(changes: Iterable[Change]) -> dict[str, list[Change]]:
    """By the id of each change, those that must be made before it."""
    changes = list(changes)
    freed: dict[Key, list[Change]] = {}
    for change in changes:
        for key in _keys(change, "remove") - _keys(change, "add"):
            freed.setdefault(key, []).append(change)
    needs: dict[str, list[Change]] = {change.id: [] for change in changes}
    for change in changes:
        for key in sorted(_keys(change, "add") - _keys(change, "remove")):
            for needed in freed.get(key, ()):
                if needed.guid != change.guid and needed not in needs[change.id]:
                    needs[change.id].append(needed)
    for first, second in pairwise(changes):
        if second.id.endswith("b") and first.id == f"{second.id[:-1]}a":  # the halves of a cut
            needs[second.id].append(first)
    return needs


def _sorted(changes: Sequence[Change], needs: dict[str, list[Change]]) -> Iterator[Change]:
    """Each change after those that it needs, otherwise in the given order; there is no circle."""
    made: set[str] = set()
    for change in changes:
        stack = [change]
        while stack:
            # none is waited for by what it waits for itself: that would never end
            missing = [
                needed
                for needed in needs[stack[-1].id]
                if needed.id not in made and needed not in stack
            ]
            if missing:
                stack.append(missing[0])
                continue
            ready = stack.pop()
            if ready.id not in made:
                made.add(ready.id)
                yield ready


def _exchanging(needs: Mapping[str, Sequence[Change]]) -> set[str]:
    """The ids of the changes that need, over others, themselves.

    Whatever lies between two circles is among them: it cannot be made without both.
    """
    forwards = {name: {needed.id for needed in before} for name, before in needs.items()}
    behind = _never_free(forwards)  # the circles, and what needs them
    backwards: dict[str, set[str]] = {name: set() for name in behind}
    for name in behind:
        for before in forwards[name] & behind:
            backwards[before].add(name)
    return _never_free(backwards)


def _never_free(needs: Mapping[str, AbstractSet[str]]) -> set[str]:
    """What is in a circle, or needs something that is."""
    order = TopologicalSorter(needs)
    with suppress(CycleError):  # it gives out all that can be had without a circle
        order.prepare()
    left = set(needs)
    while ready := order.get_ready():
        left.difference_update(ready)
        order.done(*ready)
    return left


def _by_choice(change: Change) -> Change:
    return replace(change, confidence=Confidence.CHOICE, effects=(*change.effects, _EXCHANGE))


def _circles(changes: Sequence[Change]) -> Iterator[list[Change]]:
    """Rows of changes each of which needs the next one, and the last one the first.

    No change is in two of them, and none has been cut already: what is left of a circle after a cut
    is found by the next call.
    """
    needs = _needs(changes)
    finished: set[str] = set()
    for start in changes:
        path, waiting = {start.id: start}, [iter(needs[start.id])]
        while path:
            following = next(waiting[-1], None)
            if following is None:
                finished.add(path.popitem()[0])
                waiting.pop()
            elif following.id in path and following.id not in finished:
                circle = list(path.values())[list(path).index(following.id) :]
                whole = [change for change in circle if not change.id.endswith(_HALVES)]
                if whole:
                    yield whole
                finished.update(change.id for change in circle)
            elif following.id not in finished:
                path[following.id] = following
                waiting.append(iter(needs[following.id]))


def _halves(cut: Change, domain: str) -> tuple[Change, Change]:
    """A change in two steps: first it frees its values, then it takes the new ones."""
    # the whole GUID, which an export may choose: two objects must never get one name in between
    temporary = f"x-{cut.guid.replace('-', '')}@{domain}"
    first, second = [], []
    for edit in cut.edits:
        if edit.attribute.lower() == NAME:  # nobody should be without a name, even for a second
            first.append(replace(edit, add=(temporary,)))
            second.append(replace(edit, remove=(temporary,)))
        elif edit.attribute.lower() in _ADDRESSES:
            first.append(replace(edit, add=()))
            second.append(replace(edit, remove=()))
        else:
            second.append(edit)
    return (
        replace(cut, id=f"{cut.id}a", edits=_filled(first)),
        replace(cut, id=f"{cut.id}b", edits=_filled(second)),
    )


def _filled(edits: Iterable[Edit]) -> tuple[Edit, ...]:
    return tuple(edit for edit in edits if edit.remove or edit.add)


def _keys(change: Change, which: str) -> set[Key]:
    """What a change frees (`remove`) or takes (`add`), as it is compared."""
    return {
        key
        for edit in change.edits
        for value in getattr(edit, which)
        for key in keys_of_value(edit.attribute, value, is_new=False)
    }
