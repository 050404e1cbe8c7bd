"""What an export holds, and so whether an attribute that is absent is empty or was not exported."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, NamedTuple, Self

from readiness.directory.given_attributes import EXPENDABLE, GIVEN, SIGNS
from readiness.model.entry import Kind
from readiness.model.wording import verb

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from readiness.checking.check import Check
    from readiness.storage.kept_batches import KeptBatch

ALL = ("all",)
"""What is declared of an export that holds every attribute."""
_SERVER_LIMITS = frozenset({1000, 1500, 5000})
"""Limits of what a server returns at once, such as MaxPageSize and MaxValRange:
https://learn.microsoft.com/troubleshoot/windows-server/active-directory/view-set-ldap-policy-using-ntdsutil
"""
_DOUBT = (
    "nothing but whenCreated shows that all attributes were exported: if it was made with a list of"
    " them, what the list lacks is not empty, so say what it holds with --exported-attributes"
)
_ENDINGS = (b"# numEntries:", b"# numResponses:", b"result: 0 Success")
"""What ldapsearch writes behind the last entry."""
_COUNT = re.compile(rb"^# (?:numEntries: (?=\d+\r?$)|(?=\d+ entries\r?$))(\d{1,9})", re.MULTILINE)
"""How many entries there were, in what ldapsearch and ldbsearch write behind the last one."""
_NEVER_MISSING = frozenset({"dn", "objectclass"})
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

    def _lacking_signs(self) -> list[str]:
        """Of a table of accounts that has no sign of a full export, all signs."""
        # people list the columns of tables, and `Created` is one that they like to see
        return sorted(SIGNS) if self.of_table is not None and self.is_doubtful else []

    @property
    def is_doubtful(self) -> bool:
        """Whether there are accounts, and nothing but a date of creation speaks for all of it."""
        return not self.has_sign and any(kind.value in self.attributes for kind in GIVEN)


class ExportJudgement(NamedTuple):
    """What follows from what an export holds."""

    lacks: tuple[str, ...] = ()
    """Problems: what was not exported."""
    cuts: tuple[str, ...] = ()
    """Problems: what looks as if the export had been cut short."""
    warnings: tuple[str, ...] = ()
    missing: Mapping[str, tuple[str, ...]] = {}
    """By the id of a check that cannot be asked, the attributes that it misses."""


def judge_export(
    contents: ExportContents,
    declared: tuple[str, ...] | None,
    checks: Iterable[Check],
) -> ExportJudgement:
    """Tell what follows from what an export holds, or is declared to hold.

    Only in a full export does the absence of a value mean that there is none. It is full if its
    objects have what Active Directory gives each of them, or if that is declared; but a table that
    has no column for what nobody puts on a list was made of a list of them.
    """
    lacking = contents.lacking()
    lacks = list(_unclassified(contents, lacking, declared))
    cuts = tuple(_cut_short(contents))
    columns = contents.of_table
    # a column that is not there was not exported, whatever somebody says of all attributes
    is_list = declared == ALL and columns is not None and bool(lacking)
    if not is_list and (declared == ALL or not (lacking or declared)):
        judged = _judge_full(contents, lacking, checks)._replace(lacks=tuple(lacks), cuts=cuts)
        if declared is None and contents.is_doubtful:
            return judged._replace(warnings=(*judged.warnings, _DOUBT))
        return judged
    absent = [name for name in lacking if name not in EXPENDABLE]
    if declared is None:
        lacks.append(
            f"the export holds no {', '.join(absent or lacking)}: export again {_how(contents)},"
            " or say what it holds with --exported-attributes"
        )
        held = contents.held
    else:
        listed = columns if is_list and columns else map(str.lower, declared)
        held = frozenset(listed) | contents.held
        if unasked := [name for name in absent if name.lower() not in held]:
            lacks.append(
                f"the export was made without {', '.join(unasked)}, which every object has:"
                f" export again {_how(contents) if is_list else 'with what the list lacks'}"
            )
    return ExportJudgement(tuple(lacks), cuts, missing=_missing(contents, held, checks))


def _unclassified(
    contents: ExportContents, lacking: list[str], declared: tuple[str, ...] | None
) -> Iterator[str]:
    """What to say of entries without an objectClass, which every object has."""
    if contents.accounts and (declared == ALL or "objectClass" not in lacking):
        has = verb(contents.accounts, "entry has", "entries have")
        yield (
            f"{contents.accounts:,} {has} account attributes, but no objectClass that says what"
            " they are: export it, too"
        )


def _cut_short(contents: ExportContents) -> Iterator[str]:
    """What to say of entries of which hardly anything is left."""
    others = contents.unclassified - contents.accounts
    # where the others have one, such an entry is the rest of what was cut at the end of a line
    if others and "objectclass" in contents.held:
        has = verb(others, "entry has", "entries have")
        yield (
            f"{others:,} {has} no objectClass that tells what is meant, so the file may be cut"
            " short: export or copy it again"
        )


def _how(contents: ExportContents) -> str:
    """How to export everything."""
    if contents.of_table is None:
        return "without a list of attributes"
    return (
        "with “Get-ADUser -Filter * -Properties * | ConvertTo-Json -Depth 3” (or with csvde, but"
        " without -l)"
    )


def _judge_full(
    contents: ExportContents, lacking: list[str], checks: Iterable[Check]
) -> ExportJudgement:
    """A full export can lack nothing; where it lacks objectGUIDs all the same, one line says so."""
    if "objectGUID" not in lacking or contents.guids:
        return ExportJudgement()
    every = frozenset(name.lower() for check in checks for name in check.reads)
    warning = "no object has an objectGUID, which every object of Active Directory has: export it"
    missing = _missing(contents, every - {"objectguid"}, checks)
    return ExportJudgement(warnings=(warning,), missing=missing)


def _missing(
    contents: ExportContents, held: frozenset[str], checks: Iterable[Check]
) -> dict[str, tuple[str, ...]]:
    """What each check of a kind in the export misses."""
    available = held | _NEVER_MISSING
    kinds = {Kind(kind) for kind in contents.attributes}
    return {
        check.id: missing
        for check in checks
        if check.kinds & kinds
        and (missing := tuple(name for name in check.reads if name.lower() not in available))
    }


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
