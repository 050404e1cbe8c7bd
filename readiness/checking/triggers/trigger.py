"""What every trigger is, and how triggers are joined."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from itertools import chain
from operator import and_, or_
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from readiness.columns.batch import Batch


class Trigger:
    """What makes an entry worth a look."""

    def entries(self, batch: Batch) -> int:
        """The entries of a batch that are worth a look, in bits."""
        raise NotImplementedError

    def __or__(self, other: Trigger) -> Trigger:
        return _joined(or_, self, other)

    def __and__(self, other: Trigger) -> Trigger:
        return _joined(and_, self, other)


@dataclass(frozen=True)
class _Joined(Trigger):
    how: Callable[[int, int], int]
    components: tuple[Trigger, ...]

    def entries(self, batch: Batch) -> int:
        return reduce(self.how, map(batch.triggered, self.components))


def _joined(how: Callable[[int, int], int], *triggers: Trigger) -> Trigger:
    """Triggers joined in one way; those of one way make one, so that equal ones are equal."""
    flat = (
        trigger.components if isinstance(trigger, _Joined) and trigger.how is how else (trigger,)
        for trigger in triggers
    )
    return _Joined(how, tuple(chain.from_iterable(flat)))


def components(trigger: Trigger | None) -> tuple[Trigger, ...]:
    """The triggers that a trigger is joined of."""
    if isinstance(trigger, _Joined):
        return tuple(chain.from_iterable(map(components, trigger.components)))
    return (trigger,) if trigger else ()
