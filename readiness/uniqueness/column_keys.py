"""Makes the keys of a column: values in a form that is equal where Entra ID takes them for equal.

A column is folded and hashed as a whole, by compiled code where that is possible.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from array import array
from typing import TYPE_CHECKING, NamedTuple, Self

from readiness.columns import kernels
from readiness.directory.addresses.mail_address import (
    bare_lines,
    bare_proxy_lines,
    fold,
    fold_proxy,
)
from readiness.directory.identifiers.distinguished_name import bare_dn_lines, fold_dn
from readiness.directory.identifiers.guid import (
    fold_guid,
    fold_mailbox_guid,
    guid_lines,
    mailbox_guid_lines,
)
from readiness.directory.identifiers.security_identifier import fold_sid, sid_lines
from readiness.directory.identifiers.source_anchor import fold_case
from readiness.model.values import as_octets, as_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from readiness.columns.column import Column
    from readiness.uniqueness.key_rules import KeyRule

LINE_FOLDS: Mapping[object, Callable[[str], str | None]] = {
    fold: bare_lines,
    fold_proxy: bare_proxy_lines,
    fold_dn: bare_dn_lines,
    fold_case: str,
}
"""For the usual folds, what folds the lines of a whole column at once, but for their case."""
OCTET_FOLDS: Mapping[object, Callable[[Sequence[bytes]], str | None]] = {
    fold_guid: guid_lines,
    fold_mailbox_guid: mailbox_guid_lines,
    fold_sid: sid_lines,
    # Active Directory takes octets of any number for a mS-DS-ConsistencyGuid; nearly all are GUIDs
    bytes.hex: guid_lines,
}
"""The same of folds that take octets."""
NO_KEY = -1
"""The hash of a value that takes no part: Python hashes nothing to -1."""


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


def hashes_of(keys: Iterable[str | None]) -> bytes:
    """The hashes of keys as integers of 64 bits."""
    return array("q", [NO_KEY if key is None else hash(key) for key in keys]).tobytes()


def folded(column: Column, rule: KeyRule) -> str | list[str | None]:
    """The keys of all values of a column: see `ColumnKeys.folded`."""
    lines = _lines(column, rule)
    if lines is not None:
        return lines
    values = fitting(column, rule)
    if isinstance(rule.fold, ColumnFold):
        return rule.fold.fold_all(values)
    return list(map(rule.fold, values))


def _lines(column: Column, rule: KeyRule) -> str | None:
    """The keys of all values, one a line; None if some value is not as simple as that needs it."""
    if rule.takes is bytes:
        fold_octets = OCTET_FOLDS.get(rule.fold)
        if fold_octets is None:
            return None
        return fold_octets(fitting(column, rule))  # type: ignore[arg-type]  # the rule takes bytes
    fold_lines = LINE_FOLDS.get(rule.fold)
    return fold_lines(column.text) if fold_lines and column.is_text and not column.odd else None


def fitting(column: Column, rule: KeyRule) -> Sequence[str | bytes]:
    """The values of a column, as the rule takes them."""
    if rule.takes is bytes:
        return list(map(as_octets, column.values)) if column.is_text else column.values
    # what is no text is among the odd values: nearly always, there are none to convert
    return column.values if column.is_text and not column.odd else list(map(as_text, column.values))
