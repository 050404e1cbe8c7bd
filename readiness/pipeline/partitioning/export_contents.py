"""What an export holds, of what tells a full one from a list, or a whole one from a part."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Self

from readiness.directory.given_attributes import GIVEN, SIGNS
from readiness.model.entry import Kind
from readiness.model.values import GUID_OCTETS, as_octets, guid_octets

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from readiness.storage.kept_batches import KeptBatch

_SERVER_LIMITS = frozenset({1000, 1500, 5000})
"""Limits of what a server returns at once, such as MaxPageSize and MaxValRange:
https://learn.microsoft.com/troubleshoot/windows-server/active-directory/view-set-ldap-policy-using-ntdsutil
"""
_ENDINGS = (b"# numEntries:", b"# numResponses:", b"result: 0 Success")
"""What ldapsearch writes behind the last entry."""
_COUNT = re.compile(rb"^# (?:numEntries: (?=\d+\r?$)|(?=\d+ entries\r?$))(\d{1,9})", re.MULTILINE)
"""How many entries there were, in what ldapsearch and ldbsearch write behind the last one."""
_ACCOUNT = ("samaccountname", "userprincipalname")
_SIGN = re.compile(rf"\n(?:{'|'.join(sorted(SIGNS))}):".encode(), re.IGNORECASE)
"""A sign in LDIF; no check reads one, so none is in a batch."""
_FEW = 10
"""Different states of a few objects, as in tests, may well be scanned together."""
_MASK = (1 << 64) - 1


@dataclass
class ExportContents:
    """What a partition holds, or a source: the contents of partitions add up."""

    attributes: dict[str, set[str]] = field(default_factory=dict)
    """By kind, the attributes in lower case that occur, of those that are read."""
    of_table: set[str] | None = None
    """All attributes of a table, in lower case, read or not; None if it is no table."""
    has_sign: bool = False
    """Whether something occurs that nobody puts on a list of attributes."""
    unclassified: int = 0
    """The entries that have no objectClass, or only such as `top`,"""
    accounts: int = 0
    """and those of them that have a name to sign in."""
    guids: int = 0
    damaged_guids: int = 0
    """Those of them that are none."""
    object_sum: int = 0
    """The sum of the hashed GUIDs, and of the hashed values of a few objects: two sources of the
    same objects have the same."""

    def add(self, evaluated: KeptBatch) -> None:
        """Add a batch that was evaluated."""
        batch = evaluated.batch
        for kind, _, bits in evaluated.groups:
            known = self.attributes.setdefault(kind.value, set())
            for name, column in batch.columns.items():
                if name not in known and column.present & bits:
                    known.add(name)
        accounts = batch.present(_ACCOUNT[0]) | batch.present(_ACCOUNT[1])
        unclassified = ((1 << batch.size) - 1) & ~batch.present("objectclass")
        # whatever Active Directory gives a sAMAccountName is a user, a computer or a group
        strange = (bits for kind, _, bits in evaluated.groups if kind is Kind.OTHER)
        unclassified |= reduce(or_, strange, 0) & batch.present(_ACCOUNT[0])
        self.unclassified += unclassified.bit_count()
        self.accounts += (accounts & unclassified).bit_count()
        if guids := batch.columns.get("objectguid"):
            self.guids += len(guids.values)
            # nearly always all have the length of a GUID, and none has to be looked at
            if set(map(len, guids.values)) != {GUID_OCTETS}:
                self.damaged_guids += [guid_octets(as_octets(it)) for it in guids.values].count(
                    None
                )
            # a sum, so that neither the order nor the division into partitions matters
            self.object_sum = (self.object_sum + sum(map(hash, guids.values))) & _MASK
        if batch.size < _FEW:
            values = (value for column in batch.columns.values() for value in column.values)
            self.object_sum = (self.object_sum + sum(map(hash, values))) & _MASK

    def add_table(self, attributes: Iterable[str]) -> None:
        """Add the attributes of some rows of a table, in lower case."""
        self.of_table = (self.of_table or set()).union(attributes)
        self.has_sign = not self.of_table.isdisjoint(map(str.lower, SIGNS))

    def look_for_sign(self, ldif: bytes) -> None:
        """Look in a block of whole records for what only a full export holds."""
        # in a full export the first record has one, so that hardly anything is searched
        self.has_sign = self.has_sign or bool(_SIGN.search(ldif))

    def __iadd__(self, other: ExportContents) -> Self:
        """Add what another partition of the source holds."""
        for kind, names in other.attributes.items():
            self.attributes.setdefault(kind, set()).update(names)
        if other.of_table is not None:
            self.add_table(other.of_table)
        self.has_sign = self.has_sign or other.has_sign
        self.unclassified += other.unclassified
        self.accounts += other.accounts
        self.guids += other.guids
        self.damaged_guids += other.damaged_guids
        self.object_sum = (self.object_sum + other.object_sum) & _MASK
        return self

    @property
    def held(self) -> frozenset[str]:
        """Every attribute that occurs."""
        return frozenset().union(*self.attributes.values())

    def lacking(self) -> list[str]:
        """What Active Directory gives its objects, and none of some kind has."""
        if self.attributes and "objectclass" not in self.held:
            return ["objectClass"]  # without it, nobody can tell what else should be there
        lacking = sorted(
            {
                name
                for kind, given in GIVEN.items()
                if kind.value in self.attributes
                for name in given
                if name.lower() not in self.attributes[kind.value]
            }
        )
        return lacking or self._lacking_signs()

    def kinds_without(self, names: Sequence[str]) -> list[str]:
        """The kinds, in the plural, that lack one of these attributes."""
        return [
            f"{kind}s"
            for kind, given in GIVEN.items()
            if (held := self.attributes.get(kind.value)) is not None
            and any(name in given and name.lower() not in held for name in names)
        ]

    def _lacking_signs(self) -> list[str]:
        """Of a table of accounts that has no sign of a full export, all signs."""
        # people list the columns of tables, and `Created` is one that they like to see
        return sorted(SIGNS) if self.of_table is not None and self.is_doubtful else []

    @property
    def is_doubtful(self) -> bool:
        """Whether there are accounts, and nothing but a date of creation speaks for all of it."""
        return not self.has_sign and any(kind.value in self.attributes for kind in GIVEN)


def lost_entries(entries: int, ending: bytes) -> str | None:
    """What to say about an export that holds fewer entries than its last lines tell."""
    told = _COUNT.findall(ending)
    # files that were joined hold more than the last of them tells
    if not told or int(told[-1]) <= entries:
        return None
    return (
        f"its last lines tell of {int(told[-1]):,} entries, and {entries:,} are in it: export it"
        " again, or delete these lines if the others were left out on purpose"
    )


def suspicious_size(entries: int, ending: bytes) -> str | None:
    """What to say about an export that may have met the size limit of a server."""
    if entries not in _SERVER_LIMITS or any(mark in ending for mark in _ENDINGS):
        return None
    return (
        f"exactly {entries:,} entries, which is a limit of servers: if the directory holds more,"
        " export it in pages (ldapsearch -E pr=1000/noprompt)"
    )
