"""Remembers the keys of the entries of a table, hashed."""

from __future__ import annotations

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
from readiness.uniqueness.key_index import LEFT, OFFERED, RIGHT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from readiness.checking.check import Check, Key
    from readiness.columns.batch import Batch
    from readiness.columns.column import Column
    from readiness.model.entry import Entry
    from readiness.uniqueness.key_index import Ledger

IN_BULK: Mapping[object, Callable[[str], str | None]] = {
    fold: bare_lines,
    fold_proxy: bare_proxy_lines,
    fold_dn: bare_dn_lines,
    fold_case: str,
}
"""What makes lines of keys of lines of values, but for their case, by what makes one key."""


OnKeyCrash = Callable[["Key", str, BaseException], None]
"""Is told that a key could not be made, and the DN of the entry."""


class KeyRule(NamedTuple):
    """How the keys of the values of an attribute are made."""

    attribute: str
    """In lower case."""
    fold: Callable[..., str | None]
    other: type
    """The type of value that `fold` does not take: text for octets, octets for text."""
    salt: int
    """Tells equal keys of two spaces apart."""
    mark: int
    """The mark of the side of a join that the key is on."""
    key: Key

    @property
    def is_proposable(self) -> bool:
        """Whether a proposed value has such a key, too."""
        return self.other is bytes


def key_rules(
    checks: Iterable[Check], every: Sequence[Check], *, out_of_scope: bool
) -> Iterator[KeyRule]:
    """The rules for the keys that these checks need, of all that run; each key is made but once."""
    marks = _marks(every)
    for key in dict.fromkeys(key for check in checks for key in keys_of(check)):
        if key.scope.holds(out_of_scope=out_of_scope):
            yield KeyRule(
                key.attribute.lower(),
                key.fold,
                str if key.octets else bytes,
                hash(f"space {key.space}"),
                marks.get(key, 0),
                key,
            )


def _marks(checks: Iterable[Check]) -> dict[Key, int]:
    """The side of each key of joins, in the spaces that belong to joins alone.

    There, keys that are held on one side only do not meet: most members of groups are in several.
    """
    joins = [check for check in checks if isinstance(check, JoinCheck)]
    left = {key for join in joins for key in join.left}
    right = {key for join in joins for key in join.right}
    others = (check for check in checks if not isinstance(check, JoinCheck))
    mixed = {key.space for check in others for key in keys_of(check)}
    mixed |= {key.space for key in left & right}
    sides = ((LEFT, left), (RIGHT, right))
    return {key: mark for mark, keys in sides for key in keys if key.space not in mixed}


class Keys(NamedTuple):
    """The keys of the values of a column."""

    texts: str | list[str | None]
    """One a line, in any case; or exactly, and None for a value that has none."""
    hashes: bytes
    """See `hashes_of`."""

    @classmethod
    def of(cls, texts: str | list[str | None]) -> Self:
        """These keys, with their hashes."""
        return cls(texts, kernels.hashed(texts) if isinstance(texts, str) else hashes_of(texts))

    def each(self) -> Sequence[str | None]:
        """The key of each value."""
        if isinstance(self.texts, str):
            return list(map(str.lower, self.texts.split("\n")[:-1]))
        return self.texts


class Memory:
    """Remembers the keys of one table, each of which is made but once."""

    def __init__(
        self,
        batch: Batch,
        ordinal: int,
        ledger: Ledger,
        crash: OnKeyCrash,
    ) -> None:
        """Take a table, the place of its first entry, and where keys are remembered.

        `crash` is told which key could not be made, and of which entry.
        """
        self._table = batch
        self._place = ordinal
        self._ledger = ledger
        self._crash = crash
        self._known: dict[tuple[object, ...], Keys] = {}

    def remember(self, rules: Sequence[KeyRule], bits: int) -> None:
        """Remember the keys of some entries."""
        for rule in rules:
            column = self._table.columns.get(rule.attribute)
            if column is None or not column.present & bits:
                continue
            hashes = self._keys(column, rule, bits).hashes
            chosen = None
            if column.present & ~bits:
                chosen = bits.to_bytes(self._table.size // 8 + 1, "little")
            first = self._place | rule.mark
            self._ledger.add(kernels.paired(hashes, rule.salt, first, column.holders, chosen))

    def offer(
        self, rules: Iterable[KeyRule], disputed: int, first: int, ordinals: array[int]
    ) -> list[tuple[int, ...]]:
        """Remember keys that are only proposed, but for disputed ones; returns each entry's, hashed.

        Every entry has one value; `places` counts from `first`.
        """
        offered: list[list[int]] = []
        for rule in rules:
            column, salt = self._table.columns[rule.attribute], rule.salt
            hashes = array("q", self._keys(column, rule, -1).hashes)
            for number in indexes(disputed):
                hashes[number] = -1
            offered.append([one if one == -1 else one ^ salt for one in hashes])
            # a proposal is taken whichever side of a join has it
            marked = first | OFFERED | LEFT | RIGHT
            self._ledger.add(kernels.paired(hashes, salt, marked, ordinals, None))
        if not offered:
            return [()] * self._table.size
        return [tuple(one for one in keys if one != -1) for keys in zip(*offered, strict=True)]

    def holders(
        self,
        rules: Sequence[KeyRule],
        bits: int,
        meeting: Collection[int],
        entry: Callable[[int], Entry],
    ) -> Iterator[KeyHolder]:
        """The keys of some entries whose hashes are meeting others; `entry` makes an entry."""
        for rule in rules:
            column = self._table.columns.get(rule.attribute)
            if column is None or not column.present & bits:
                continue
            keys, salt = self._keys(column, rule, bits), rule.salt
            hashes = enumerate(array("q", keys.hashes))
            met = [at for at, hashed in hashes if hashed ^ salt in meeting]
            texts = keys.each() if met else ()
            for at in met:
                number, key = column.entries[at], texts[at]
                if key is not None and bits >> number & 1:
                    yield _mention(rule.key, key, column.values[at], entry(number))

    def _keys(self, column: Column, rule: KeyRule, bits: int) -> Keys:
        """The keys of the values of a column, at least for some entries."""
        which = (rule.attribute, rule.fold, rule.other)
        if which not in self._known:
            try:
                self._known[which] = Keys.of(_folded(column, rule))
            except CRASHES:
                return Keys.of(list(self._one_by_one(column, rule, bits)))
        return self._known[which]

    def _one_by_one(self, column: Column, rule: KeyRule, bits: int) -> Iterator[str | None]:
        """The keys of some entries, one of which may be what makes the rule crash."""
        for entry, value in zip(column.entries, _fitting(column, rule), strict=True):
            try:
                key = rule.fold(value) if bits >> entry & 1 else None
                hash(key)
                yield key
            except CRASHES as error:
                self._crash(rule.key, self._table.dn(entry), error)
                yield None


def hashes_of(keys: Iterable[str | None]) -> bytes:
    """The hashes of keys as integers of 64 bits, -1 for None, which is nobody's hash."""
    return array("q", [-1 if key is None else hash(key) for key in keys]).tobytes()


def _mention(key: Key, folded: str, value: str | bytes, entry: Entry) -> KeyHolder:
    shown = value if isinstance(value, str) else text(value)
    return KeyHolder(
        key.space,
        folded,
        entry.ordinal,
        key.attribute,
        folded if key.octets else shown,
        entry.dn,
        entry.out_of_scope is not None,
        entry.kind,
    )


def _folded(column: Column, rule: KeyRule) -> str | list[str | None]:
    """The keys of all values of a column; one a line, but for their case, if made in bulk."""
    in_bulk = IN_BULK.get(rule.fold)
    folded = in_bulk(column.text) if in_bulk and column.is_text and not column.odd else None
    if folded is not None:
        return folded
    return list(map(rule.fold, _fitting(column, rule)))


def _fitting(column: Column, rule: KeyRule) -> Sequence[str | bytes]:
    """The values of a column, as the rule takes them."""
    if column.is_text and rule.other is bytes and not column.odd:
        return column.values
    return [converted(one) if type(one) is rule.other else one for one in column.values]


def converted(value: str | bytes) -> str | bytes:
    """A text as octets, and octets as text."""
    return value.encode() if isinstance(value, str) else text(value)
