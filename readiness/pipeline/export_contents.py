"""What an export holds, and so whether an attribute that is absent is empty or was not exported."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Self

from readiness.directory.given_attributes import EXPENDABLE, GIVEN
from readiness.model.entry import Kind
from readiness.model.wording import verb

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from readiness.checking.check import Check
    from readiness.storage.kept_batches import KeptBatch

ALL = ("all",)
"""What is declared of an export that holds every attribute."""
_SERVER_LIMITS = frozenset({1000, 1500, 5000})
"""Limits of what a server returns at once, such as MaxPageSize and MaxValRange:
https://learn.microsoft.com/troubleshoot/windows-server/active-directory/view-set-ldap-policy-using-ntdsutil
"""
_ENDINGS = (b"# numEntries:", b"# numResponses:", b"result: 0 Success")
"""What ldapsearch writes behind the last entry."""
_NEVER_MISSING = frozenset({"dn", "objectclass"})
_ACCOUNT = ("samaccountname", "userprincipalname")
_FEW = 10
"""Different states of a few objects, as in tests, may well be scanned together."""
_MASK = (1 << 64) - 1


@dataclass
class ExportContents:
    """What a partition holds, or a source: the contents of partitions add up."""

    attributes: dict[str, set[str]] = field(default_factory=dict)
    """By kind, the attributes in lower case that occur, of those that are read."""
    unclassified: int = 0
    """The entries that have a name to sign in, but no objectClass."""
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
        self.unclassified += (accounts & ~batch.present("objectclass")).bit_count()
        if guids := batch.columns.get("objectguid"):
            self.guids += len(guids.values)
            self.object_sum = (self.object_sum + sum(map(hash, guids.values))) & _MASK
        if batch.size < _FEW:
            values = (value for column in batch.columns.values() for value in column.values)
            self.object_sum = (self.object_sum + sum(map(hash, values))) & _MASK

    def __iadd__(self, other: ExportContents) -> Self:
        """Add what another partition of the source holds."""
        for kind, names in other.attributes.items():
            self.attributes.setdefault(kind, set()).update(names)
        self.unclassified += other.unclassified
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
        return sorted(
            {
                name
                for kind, given in GIVEN.items()
                if kind.value in self.attributes
                for name in given
                if name.lower() not in self.attributes[kind.value]
            }
        )


class ExportJudgement(NamedTuple):
    """What follows from what an export holds."""

    problems: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    missing: Mapping[str, tuple[str, ...]] = {}
    """By the id of a check that cannot be asked, the attributes that it misses."""


def judge_export(
    contents: ExportContents,
    declared: tuple[str, ...] | None,
    checks: Iterable[Check],
) -> ExportJudgement:
    """Tell what follows from what an export holds, or is declared to hold.

    Only in a full export does the absence of a value mean that there is none. It is full if that is
    declared, or if its objects have what Active Directory gives each of them.
    """
    lacking = contents.lacking()
    problems = []
    if contents.unclassified and (declared == ALL or "objectClass" not in lacking):
        has = verb(contents.unclassified, "entry has", "entries have")
        problems.append(
            f"{contents.unclassified:,} {has} account attributes, but no objectClass, so nobody can"
            " tell what they are: export it, too"
        )
    if declared == ALL or not (lacking or declared):
        return _judge_full(contents, lacking, problems, checks)
    absent = [name for name in lacking if name not in EXPENDABLE]
    if declared is None:
        problems.append(
            f"the export holds no {', '.join(absent or lacking)}: export again without a list of"
            " attributes, or say what it holds with --exported-attributes"
        )
        held = contents.held
    else:
        held = frozenset(name.lower() for name in declared) | contents.held
        if unasked := [name for name in absent if name.lower() not in held]:
            problems.append(
                f"the export was made without {', '.join(unasked)}, which every object has:"
                " export again with what the list lacks"
            )
    return ExportJudgement(tuple(problems), (), _missing(contents, held, checks))


def _judge_full(
    contents: ExportContents, lacking: list[str], problems: list[str], checks: Iterable[Check]
) -> ExportJudgement:
    """A full export can lack nothing; where it lacks objectGUIDs all the same, one line says so."""
    if "objectGUID" not in lacking or contents.guids:
        return ExportJudgement(tuple(problems))
    every = frozenset(name.lower() for check in checks for name in check.reads)
    warning = "no object has an objectGUID, which every object of Active Directory has: export it"
    return ExportJudgement(
        tuple(problems), (warning,), _missing(contents, every - {"objectguid"}, checks)
    )


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


def suspicious_size(entries: int, ending: bytes) -> str | None:
    """What to say about an export that may have met the size limit of a server."""
    if entries not in _SERVER_LIMITS or any(mark in ending for mark in _ENDINGS):
        return None
    return (
        f"exactly {entries:,} entries, which is a limit of servers: if the directory holds more,"
        " export it in pages (ldapsearch -E pr=1000/noprompt)"
    )
