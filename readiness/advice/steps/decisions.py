"""What there is to decide, and in which order.

A decision is about what a check finds, or about one domain or value of that. Checks whose steps
have the same word are about one decision where they name the same domain or value: once a domain
is verified, neither the names in it nor the addresses are in anybody's way.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from readiness.advice.steps.obstacles import Blocked, Part
    from readiness.checking.documentation import Doc

STEPS_MAX = 5
"""A plan has at most so many steps: whoever decides must be able to take it in."""
_ENOUGH = 0.99
"""The share of people who are ready, from which on no further step is looked for."""


def shared_decisions(
    blocked: Mapping[Part, Blocked], docs: Mapping[str, Doc]
) -> dict[Part, tuple[Part, ...]]:
    """The parts that one decision settles, by each of them; that of most people is the first."""
    groups: defaultdict[tuple[str, str], list[Part]] = defaultdict(list)
    alone: dict[Part, tuple[Part, ...]] = {}
    for part in blocked:
        if part.value is None or not docs[part.check].action:
            alone[part] = (part,)
        else:
            groups[docs[part.check].action, part.value].append(part)
    together: dict[Part, tuple[Part, ...]] = {}
    for parts in groups.values():
        parts.sort(key=lambda part: (-blocked[part].people, -blocked[part].objects, part.check))
        together |= dict.fromkeys(parts, tuple(parts))
    return alone | together


def decisions(people: Mapping[frozenset[Part], int], total: int) -> Iterator[Part]:
    """What to decide first, given how many of all people have each combination of obstacles.

    The next decision is the one that frees most people. Where none frees anybody alone, it is one
    of those that together free most people, and of these the one that most people wait for.
    """
    left = Counter(people)
    for _ in range(STEPS_MAX):
        if not left:
            return
        # whoever has fewest obstacles is freed first; with one obstacle, by the next decision
        fewest = min(map(len, left))
        together = min(
            (parts for parts in left if len(parts) == fewest),
            key=lambda parts: (-left[parts], sorted(map(_sortable, parts))),
        )
        # of what must go together, that comes first which helps most people on their way
        waiting: Counter[Part] = Counter()
        for parts, number in left.items():
            waiting.update(dict.fromkeys(parts, number))
        chosen = min(together, key=lambda part: (-waiting[part], _sortable(part)))
        yield chosen
        rest: Counter[frozenset[Part]] = Counter()
        for parts, number in left.items():
            rest[parts - {chosen}] += number
        del rest[frozenset()]
        left = rest
        # asked after a step, so that whoever waits alone in a ready directory has a plan, too
        if total - left.total() >= _ENOUGH * total:
            return


def _sortable(part: Part) -> tuple[str, str]:
    return part.check, part.value or ""
