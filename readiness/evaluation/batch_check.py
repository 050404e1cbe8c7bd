"""A check that is asked about the entries of a batch together, since it lives somewhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.checking.check import Check

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from readiness.columns.batch import Batch
    from readiness.model.entry import Entry
    from readiness.model.finding import Finding
    from readiness.storage.kept_batches import Group


class BatchCheck(Check):
    """What stands for such a check in the engine; findings come with the index of their entry."""

    examines: bool
    """Whether it looks at entries one by one, and not only compares them."""
    judges: frozenset[str]
    """The attributes of which it judges every value, also one that is only proposed."""

    def examine_batch(
        self, batch: Batch, group: Group, entry: Callable[[int], Entry]
    ) -> Iterator[tuple[int, Finding]]:
        """Yield what is wrong with the entries of a group; `entry` makes an entry by its index."""
        raise NotImplementedError

    def judge_batch(
        self, batch: Batch, group: Group, attribute: str
    ) -> Iterator[tuple[int, Finding]]:
        """Yield what is wrong with the values of an attribute of the entries of a group."""
        raise NotImplementedError
