"""Makes the keys of a batch; each column but once, however many checks compare it."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import TYPE_CHECKING

from readiness.columns import kernels
from readiness.columns.bitset import indexes
from readiness.errors import CRASHES
from readiness.model.key_holder import KeyHolder
from readiness.model.values import as_text
from readiness.uniqueness.column_keys import NO_KEY, ColumnKeys, fitting, folded
from readiness.uniqueness.key_index import LEFT, PROPOSED, RIGHT

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from readiness.checking.keyed_check import Key
    from readiness.columns.batch import Batch
    from readiness.columns.column import Column
    from readiness.model.key_holder import Identity
    from readiness.storage.kept_batches import Group
    from readiness.uniqueness.key_index import KeyWriter
    from readiness.uniqueness.key_rules import KeyRule

OnKeyCrash = Callable[["Key", str, BaseException], None]
"""Is told which key could not be made, of the entry with which DN, and why."""


class BatchKeys:
    """The keys of the entries of one batch."""

    def __init__(self, batch: Batch, on_crash: OnKeyCrash) -> None:
        """Take a batch, and who is told of keys that cannot be made."""
        self._batch = batch
        self._on_crash = on_crash
        self._known: dict[tuple[object, ...], ColumnKeys] = {}

    def write(
        self, rules: Iterable[KeyRule], entries: int, first_ordinal: int, to: KeyWriter
    ) -> None:
        """Write the keys of entries, given in bits, to the index.

        `first_ordinal` is that of the first entry of the batch.
        """
        for rule in rules:
            column = self._batch.columns.get(rule.attribute)
            if column is None or not column.present & entries:
                continue
            hashes = self._of_column(column, rule, entries).hashes
            chosen = None
            # None stands for all: then the compiled loop need not look at bits
            if column.present & ~entries:
                chosen = entries.to_bytes(self._batch.size // 8 + 1, "little")
            ordinal = first_ordinal | rule.mark
            to.add(kernels.paired(hashes, rule.salt, ordinal, column.holders, chosen))

    def write_proposed(
        self,
        rules: Iterable[KeyRule],
        disputed: int,
        first_ordinal: int,
        offsets: array[int],
        to: KeyWriter,
    ) -> list[tuple[int, ...]]:
        """Write keys that are only proposed, one for each entry of the batch, to the index.

        Those of disputed entries, given in bits, are left out. The ordinal of the entry that a
        value is proposed to is `first_ordinal` and its offset. Returns the hashes of each.
        """
        hashes_by_rule: list[list[int]] = []
        for rule in rules:
            column, salt = self._batch.columns[rule.attribute], rule.salt
            hashes = array("q", self._of_column(column, rule, -1).hashes)
            for number in indexes(disputed):
                hashes[number] = NO_KEY
            # NO_KEY goes without the salt, or nobody could tell it from a key below
            hashes_by_rule.append([NO_KEY if n == NO_KEY else n ^ salt for n in hashes])
            # a proposal is taken whichever side of a join has it
            marked = first_ordinal | PROPOSED | LEFT | RIGHT
            to.add(kernels.paired(hashes.tobytes(), salt, marked, offsets.tobytes(), None))
        if not hashes_by_rule:
            return [()] * self._batch.size
        return [
            tuple(hashed for hashed in of_entry if hashed != NO_KEY)
            for of_entry in zip(*hashes_by_rule, strict=True)
        ]

    def holders(
        self,
        rules: Iterable[KeyRule],
        group: Group,
        ordinals: Sequence[int],
        identity: Callable[[int], Identity],
        shared: Container[int],
    ) -> Iterator[KeyHolder]:
        """Who holds which keys, among the entries of a group.

        Only keys whose hashes are among `shared` are of interest; `ordinals` has that of each entry
        of the batch, and `identity` knows what it tells of its person.
        """
        for rule in rules:
            column = self._batch.columns.get(rule.attribute)
            if column is None or not column.present & group.bits:
                continue
            keys = self._of_column(column, rule, group.bits)
            hashes = enumerate(array("q", keys.hashes))
            found = [at for at, hashed in hashes if hashed ^ rule.salt in shared]
            # hashes are at hand, texts are not: few columns hold a key that is shared
            exact = keys.exact() if found else ()
            for at in found:
                number, key = column.entries[at], exact[at]
                if key is not None and group.bits >> number & 1:
                    yield KeyHolder(
                        space=rule.key.space,
                        key=key,
                        ordinal=ordinals[number],
                        attribute=rule.key.attribute,
                        # octets are shown as their key; a check that knows a better form puts it in
                        value=as_text(column.values[at]) if rule.takes is str else key,
                        dn=self._batch.dn(number),
                        is_out_of_scope=group.is_out_of_scope,
                        kind=group.kind,
                        identity=identity(number),
                    )

    def _of_column(self, column: Column, rule: KeyRule, entries: int) -> ColumnKeys:
        """The keys of a column; at least those of some entries are right."""
        which = (rule.attribute, rule.fold, rule.takes)
        if which not in self._known:
            try:
                self._known[which] = ColumnKeys.of(folded(column, rule))
            except CRASHES:
                # not known for the next call, which may be about other entries
                return ColumnKeys.of(list(self._one_by_one(column, rule, entries)))
        return self._known[which]

    def _one_by_one(self, column: Column, rule: KeyRule, entries: int) -> Iterator[str | None]:
        """The keys of a column of which some cannot be made."""
        for number, value in zip(column.entries, fitting(column, rule), strict=True):
            try:
                key = rule.fold(value) if entries >> number & 1 else None
                hash(key)  # a visitor's fold may return what has none
                yield key
            except CRASHES as error:
                self._on_crash(rule.key, self._batch.dn(number), error)
                yield None
