"""Makes the keys of a batch: values in a form that is equal where Entra ID takes them for equal.

A column is folded and hashed as a whole, by compiled code where that is possible, and but once,
however many checks compare it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from array import array
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, Self

from readiness.checking.check import JoinCheck, keys_of
from readiness.columns import kernels
from readiness.columns.bitset import indexes
from readiness.directory.distinguished_name import bare_dn_lines, fold_dn
from readiness.directory.mail_address import bare_lines, bare_proxy_lines, fold, fold_proxy
from readiness.directory.source_anchor import fold_case
from readiness.errors import CRASHES
from readiness.model.key_holder import KeyHolder
from readiness.model.values import text
from readiness.uniqueness.key_index import LEFT, PROPOSED, RIGHT

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from readiness.checking.check import Check, Key
    from readiness.columns.batch import Batch
    from readiness.columns.column import Column
    from readiness.model.entry import Kind
    from readiness.model.key_holder import Identity
    from readiness.storage.kept_batches import Group
    from readiness.uniqueness.key_index import KeyWriter

LINE_FOLDS: Mapping[object, Callable[[str], str | None]] = {
    fold: bare_lines,
    fold_proxy: bare_proxy_lines,
    fold_dn: bare_dn_lines,
    fold_case: str,
}
"""For the usual folds, what folds the lines of a whole column at once, but for their case."""
_NO_KEY = -1
"""The hash of a value that takes no part: Python hashes nothing to -1."""


OnKeyCrash = Callable[["Key", str, BaseException], None]
"""Is told which key could not be made, of the entry with which DN, and why."""


class KeyRule(NamedTuple):
    """How keys are made of the values of one attribute."""

    attribute: str
    """In lower case."""
    fold: Callable[..., str | None]
    takes: type
    """What `fold` takes: `str`, or `bytes` for values that are compared octet by octet."""
    salt: int
    """Is mixed into every hash, so that equal keys of two spaces have different hashes."""
    mark: int
    """The side of a join that the key is on; see `key_index`."""
    key: Key

    @property
    def holds_for_proposals(self) -> bool:
        """Whether a value that is only proposed can be somebody's already, by this key."""
        return self.takes is str


def key_rules(checks: Sequence[Check], kind: Kind, *, out_of_scope: bool) -> tuple[KeyRule, ...]:
    """The rules for entries of a kind, in or out of scope; each but once, whoever asks for it."""
    marks = _marks(checks)
    keys = dict.fromkeys(key for check in checks if kind in check.kinds for key in keys_of(check))
    return tuple(
        KeyRule(
            key.attribute.lower(),
            key.fold,
            bytes if key.octets else str,
            hash(f"space {key.space}"),
            marks.get(key, 0),
            key,
        )
        for key in keys
        if key.scope.holds(out_of_scope=out_of_scope)
    )


def _marks(checks: Sequence[Check]) -> dict[Key, int]:
    """The side of each key of joins, in the spaces that belong to joins alone.

    There, keys that are held on one side only are not shared: most members of groups are in
    several groups.
    """
    joins = [check for check in checks if isinstance(check, JoinCheck)]
    left = {key for join in joins for key in join.left}
    right = {key for join in joins for key in join.right}
    others = (check for check in checks if not isinstance(check, JoinCheck))
    mixed = {key.space for check in others for key in keys_of(check)}
    mixed |= {key.space for key in left & right}
    sides = ((LEFT, left), (RIGHT, right))
    return {key: mark for mark, keys in sides for key in keys if key.space not in mixed}


class ColumnFold(ABC):
    """A fold that is asked about all values of a column at once, since each question is dear."""

    def __call__(self, value: str | bytes) -> str | None:
        """The key of one value."""
        return self.fold_all([value])[0]

    @abstractmethod
    def fold_all(self, values: Sequence[str | bytes]) -> list[str | None]:
        """The keys of some values."""


class ColumnKeys(NamedTuple):
    """The keys of the values of a column."""

    folded: str | list[str | None]
    """One a line, in any case, each with a line feed behind it; or one by one, in their exact form,
    with None for a value that takes no part."""
    hashes: bytes
    """A signed integer of 64 bits for each value."""

    @classmethod
    def of(cls, folded: str | list[str | None]) -> Self:
        """These keys, with their hashes."""
        return cls(folded, kernels.hashed(folded) if isinstance(folded, str) else hashes_of(folded))

    def exact(self) -> Sequence[str | None]:
        """The key of each value."""
        if isinstance(self.folded, str):
            return list(map(str.lower, self.folded.split("\n")[:-1]))
        return self.folded


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
                hashes[number] = _NO_KEY
            hashes_by_rule.append([_NO_KEY if n == _NO_KEY else n ^ salt for n in hashes])
            # a proposal is taken whichever side of a join has it
            marked = first_ordinal | PROPOSED | LEFT | RIGHT
            to.add(kernels.paired(hashes.tobytes(), salt, marked, offsets.tobytes(), None))
        if not hashes_by_rule:
            return [()] * self._batch.size
        return [
            tuple(hashed for hashed in of_entry if hashed != _NO_KEY)
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
            exact = keys.exact() if found else ()
            for at in found:
                number, key = column.entries[at], exact[at]
                if key is not None and group.bits >> number & 1:
                    yield KeyHolder(
                        space=rule.key.space,
                        key=key,
                        ordinal=ordinals[number],
                        attribute=rule.key.attribute,
                        value=_shown(column.values[at]) if rule.takes is str else key,
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
                self._known[which] = ColumnKeys.of(_folded(column, rule))
            except CRASHES:
                # not known for the next call, which may be about other entries
                return ColumnKeys.of(list(self._one_by_one(column, rule, entries)))
        return self._known[which]

    def _one_by_one(self, column: Column, rule: KeyRule, entries: int) -> Iterator[str | None]:
        """The keys of a column of which some cannot be made."""
        for number, value in zip(column.entries, _fitting(column, rule), strict=True):
            try:
                key = rule.fold(value) if entries >> number & 1 else None
                hash(key)  # a visitor's fold may return what has none
                yield key
            except CRASHES as error:
                self._on_crash(rule.key, self._batch.dn(number), error)
                yield None


def hashes_of(keys: Iterable[str | None]) -> bytes:
    """The hashes of keys as integers of 64 bits."""
    return array("q", [_NO_KEY if key is None else hash(key) for key in keys]).tobytes()


def _folded(column: Column, rule: KeyRule) -> str | list[str | None]:
    """The keys of all values of a column: see `ColumnKeys.folded`."""
    fold_lines = LINE_FOLDS.get(rule.fold)
    if fold_lines and column.is_text and not column.odd:
        # None: some line is not as simple as the fold of lines needs it
        folded = fold_lines(column.text)
        if folded is not None:
            return folded
    values = _fitting(column, rule)
    if isinstance(rule.fold, ColumnFold):
        return rule.fold.fold_all(values)
    return list(map(rule.fold, values))


def _fitting(column: Column, rule: KeyRule) -> Sequence[str | bytes]:
    """The values of a column, as the rule takes them."""
    if rule.takes is str and column.is_text and not column.odd:
        return column.values
    return [value if type(value) is rule.takes else converted(value) for value in column.values]


def converted(value: str | bytes) -> str | bytes:
    """A text as octets, and octets as text."""
    return value.encode() if isinstance(value, str) else text(value)


def _shown(value: str | bytes) -> str:
    return value if isinstance(value, str) else text(value)
