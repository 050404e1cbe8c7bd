"""The order of changes: whoever frees a name or an address goes before whoever takes it.

A directory refuses a UPN that somebody still holds. Two objects that swap theirs need a value in
between; and what is freed in one domain is seen in another only after replication, so such changes
stand in stages of their own.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from readiness.directory.distinguished_name import domain_of
from readiness.remediation.making.draft import NAME, keys_of_value
from readiness.remediation.repair_plan.change import Change, Edit, Stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from readiness.remediation.making.entry_reader import Key

_ADDRESSES = frozenset({"mail", "proxyaddresses", "targetaddress"})
_HALVES = ("a", "b")
"""How the ids of the two steps end that a change was cut into."""


def in_stages(changes: Sequence[Change], temporary_domain: str) -> tuple[Stage, ...]:
    """The changes in an order in which each value is free when it is taken.

    `temporary_domain` is a verified domain, for the names that cut a circle of swaps in two.
    """
    ordered = list(changes)
    while cuts := {circle[0].id for circle in _circles(ordered)}:
        ordered = [
            part
            for one in ordered
            for part in (_halves(one, temporary_domain) if one.id in cuts else (one,))
        ]
    needs = _needs(ordered)
    numbers: dict[str, int] = {}
    result: dict[int, list[Change]] = {}
    for change in _sorted(ordered, needs):
        before = [(numbers[one.id], domain_of(one.dn).lower()) for one in needs[change.id]]
        own = domain_of(change.dn).lower()
        number = max((at + (domain != own) for at, domain in before), default=1)
        numbers[change.id] = number
        after = tuple(one.id for one in needs[change.id])
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
            for one in freed.get(key, ()):
                if one.guid != change.guid and one not in needs[change.id]:
                    needs[change.id].append(one)
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
                one for one in needs[stack[-1].id] if one.id not in made and one not in stack
            ]
            if missing:
                stack.append(missing[0])
                continue
            one = stack.pop()
            if one.id not in made:
                made.add(one.id)
                yield one


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
