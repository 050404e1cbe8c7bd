"""What stands in the engine for checks that live in a process of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from readiness.checking.check import Skip
from readiness.checking.keyed_check import (
    DerivedAttribute,
    JoinCheck,
    SharedKeyCheck,
    UnmatchedCheck,
)
from readiness.columns.batch import Batch
from readiness.columns.bitset import indexes
from readiness.errors import CheckFailure
from readiness.evaluation.batch_check import BatchCheck
from readiness.isolation.check_process import CheckProcess
from readiness.uniqueness.column_keys import ColumnFold

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from readiness.checking.keyed_check import Key
    from readiness.isolation.answers import Description, Said
    from readiness.isolation.check_process import Setup
    from readiness.isolation.declaration import Declaration
    from readiness.model.counts import Counts
    from readiness.model.entry import Entry
    from readiness.model.finding import Finding
    from readiness.model.key_holder import KeyHolder
    from readiness.storage.kept_batches import Group

_OWN = frozenset({"dn", "objectguid"})
"""What checks may look at without saying so."""


class ForeignCheck(BatchCheck):
    """Passes questions on; a check that took its process down once fails from then on."""

    def __init__(self, check: Declaration, process: CheckProcess) -> None:
        """Take what a check says of itself; it is never made here."""
        # not those of the class: each stands for another check
        self.id, self.severity, self.scope = check.id, check.severity, check.scope  # type: ignore[misc]
        self.kinds, self.reads = check.kinds, check.reads  # type: ignore[misc]
        # until it is described: one that cannot be made fails when it is asked to conclude
        self.examines, self.judges, self._concludes = False, frozenset(), True
        self._process = process
        self._failure: CheckFailure | None = None

    derived: tuple[DerivedAttribute, ...] = ()
    for_kept_out = True  # whatever it says was asked for

    def described(self, description: Description) -> None:
        """Take what is known of the check once it is made."""
        self.reads, self.consults = description.reads, description.consults
        self.examines, self.judges = description.examines, description.judges
        self._concludes = description.concludes
        self.derived = tuple(
            DerivedAttribute(name, _ForeignDerivation(self, number))
            for number, name in enumerate(description.derived)
        )
        self.take_keys(
            [
                [self._with_fold(key, side, number) for number, key in enumerate(of_side)]
                for side, of_side in enumerate(description.keys)
            ]
        )

    def take_keys(self, sides: Sequence[Sequence[Key]]) -> None:
        """Take the keys that the check compares, side by side."""

    def failed(self, failure: CheckFailure) -> None:
        """Take note that the check cannot be asked any more."""
        self._failure = failure

    def ask(self, method: str, *arguments: object) -> Any:
        """What the check answers.

        Raises:
            CheckFailure: it did what no check may do, now or before.
        """
        if self._failure:
            raise self._failure
        try:
            return self._process.ask(method, self.id, *arguments)
        except CheckFailure as failure:
            if failure.is_final:
                self._failure = failure
            raise

    def examine_batch(
        self, batch: Batch, group: Group, entry: Callable[[int], Entry]
    ) -> Iterator[tuple[int, Finding]]:
        """Yield what the check says about the entries of a group."""
        kind, is_out_of_scope, bits = group
        reasons = None
        if is_out_of_scope:
            reasons = {index: entry(index).out_of_scope for index in indexes(bits)}
        return self._said(self.ask("examine", self._dumped(batch), kind, bits, reasons))

    def judge_batch(
        self, batch: Batch, group: Group, attribute: str
    ) -> Iterator[tuple[int, Finding]]:
        """Yield what the check says about the values of an attribute."""
        return self._said(self.ask("judge", self._dumped(batch), group[:2], attribute))

    def conclude(self, counts: Counts) -> Iterator[Finding]:
        """Yield what the check says about the directory as a whole."""
        if self._concludes or self._failure:
            yield from self.ask("conclude", counts)

    def _dumped(self, batch: Batch) -> object:
        """The columns of a batch that the check looks at."""
        looks_at = map(str.lower, (*self.reads, *self.consults))
        names = _OWN.union(looks_at) & batch.columns.keys()
        columns = {name: batch.columns[name] for name in names}
        return Batch(batch.size, batch.lines, columns).dump()

    def _said(self, said: Said) -> Iterator[tuple[int, Finding]]:
        yield from said.findings
        if said.failure:
            raise CheckFailure(*said.failure)

    def _with_fold(self, key: Key, side: int, number: int) -> Key:
        # `str` stands for a fold that stays in the other process: see `check_server`
        is_ours = key.fold is not str
        return key if is_ours else key._replace(fold=_ForeignFold(self, side, number))


class ForeignSharedKeyCheck(ForeignCheck, SharedKeyCheck):
    """Stands for a SharedKeyCheck."""

    keys: tuple[Key, ...] = ()

    def take_keys(self, sides: Sequence[Sequence[Key]]) -> None:
        """Take its keys."""
        (self.keys,) = map(tuple, sides)

    def compare(self, holders: Collection[KeyHolder]) -> Iterator[Finding]:
        """Yield what the check says about the holders of one key."""
        yield from self.ask("compare", list(holders))


class ForeignJoinCheck(ForeignCheck, JoinCheck):
    """Stands for a JoinCheck."""

    left: tuple[Key, ...] = ()
    right: tuple[Key, ...] = ()

    def take_keys(self, sides: Sequence[Sequence[Key]]) -> None:
        """Take its keys."""
        self.left, self.right = map(tuple, sides)

    def compare(
        self, left: Collection[KeyHolder], right: Collection[KeyHolder]
    ) -> Iterator[Finding]:
        """Yield what the check says about the entries on both sides of one key."""
        yield from self.ask("compare", list(left), list(right))


class ForeignUnmatchedCheck(ForeignJoinCheck, UnmatchedCheck):
    """Stands for an UnmatchedCheck, which is not asked to compare."""


class _ForeignDerivation:
    """Derives the values of an attribute, of one entry at a time."""

    def __init__(self, check: ForeignCheck, number: int) -> None:
        self._check, self._number = check, number

    def __call__(self, entry: Entry) -> Iterator[str]:
        values = {name.lower(): entry.values(name) for name in self._check.reads}
        held = {name: several for name, several in values.items() if several}
        yield from self._check.ask("derive", self._number, entry.dn, entry.kind, held)


class _ForeignFold(ColumnFold):
    """Makes the keys of a check, for all values of a column at once."""

    def __init__(self, check: ForeignCheck, side: int, number: int) -> None:
        self._check, self._side, self._number = check, side, number

    def fold_all(self, values: Sequence[str | bytes]) -> list[str | None]:
        folded: list[str | None] = self._check.ask("fold", self._side, self._number, list(values))
        return folded


_STAND_INS: dict[str, type[ForeignCheck]] = {
    "SharedKeyCheck": ForeignSharedKeyCheck,
    "JoinCheck": ForeignJoinCheck,
    "UnmatchedCheck": ForeignUnmatchedCheck,
}
"""What stands for a check that compares keys, by what it derives from."""


def foreign_checks(
    declarations: Iterable[Declaration], setup: Setup
) -> tuple[list[ForeignCheck], dict[str, Skip]]:
    """What stands for checks that are not built in, and what those say that cannot run."""
    checks: list[ForeignCheck] = []
    skipped: dict[str, Skip] = {}
    process = CheckProcess(setup)
    for declared in declarations:
        check = _STAND_INS.get(declared.base, ForeignCheck)(declared, process)
        try:
            description = check.ask("describe")
        except CheckFailure as failure:  # it is told when the check is to conclude
            check.failed(failure)
            description = None
        if isinstance(description, Skip):
            skipped[declared.id] = description
            continue
        if description:
            check.described(description)
        checks.append(check)
    return checks, skipped
