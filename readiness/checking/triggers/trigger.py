"""What a trigger is, and how triggers are joined."""

from __future__ import annotations

from functools import reduce
from itertools import chain
from operator import or_
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from readiness.columns.batch import Batch


class Trigger(NamedTuple):
    """What makes an entry worth a look; two that say the same are equal."""

    fires: Callable[..., int]
    """Takes a batch and the arguments; returns the entries that are worth a look, in bits."""
    arguments: tuple[Any, ...]
    """Can be hashed, since a batch remembers what a trigger said of it."""

    def entries(self, batch: Batch) -> int:
        """The entries of a batch that are worth a look, in bits."""
        return self.fires(batch, *self.arguments)

    def __or__(self, other: Trigger) -> Trigger:
        return _joined(_any, self, other)

    def __and__(self, other: Trigger) -> Trigger:
        return _joined(_all, self, other)


def _any(batch: Batch, *triggers: Trigger) -> int:
    return reduce(or_, map(batch.triggered, triggers))


def _all(batch: Batch, *triggers: Trigger) -> int:
    first, *others = triggers
    entries = batch.triggered(first)
    for trigger in others:
        if not entries:  # nearly always: the others, which may be dear, need not be asked
            break
        entries &= batch.triggered(trigger)
    return entries


def _joined(how: Callable[..., int], *triggers: Trigger) -> Trigger:
    """Triggers joined in one way; those of one way make one, so that equal ones are equal."""
    # equal however the brackets stood: what is equal is asked once a batch
    flat = (trigger.arguments if trigger.fires is how else (trigger,) for trigger in triggers)
    return Trigger(how, tuple(chain.from_iterable(flat)))


def components(trigger: Trigger | None) -> tuple[Trigger, ...]:
    """The triggers that a trigger is joined of."""
    if trigger is None:
        return ()
    if trigger.fires not in {_any, _all}:
        return (trigger,)
    return tuple(chain.from_iterable(map(components, trigger.arguments)))
