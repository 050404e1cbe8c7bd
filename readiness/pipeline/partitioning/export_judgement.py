"""What follows from what an export holds: whether absent means empty, and what cannot be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from readiness.directory.given_attributes import EXPENDABLE
from readiness.model.entry import Kind
from readiness.model.values import GUID_OCTETS
from readiness.model.wording import verb

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from readiness.checking.check import Check
    from readiness.pipeline.partitioning.export_contents import ExportContents

ALL = ("all",)
"""What is declared of an export that holds every attribute."""
_DOUBT = (
    "nothing but whenCreated shows that all attributes were exported: if it was made with a list of"
    " them, what the list lacks is not empty, so say what it holds with --exported-attributes"
)
_NEVER_MISSING = frozenset({"dn", "objectclass"})


class ExportJudgement(NamedTuple):
    """What follows from what an export holds."""

    lacks: tuple[str, ...] = ()
    """Problems: what was not exported, or not as it is."""
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
    # all that is damaged was read: it is the export that does not hold it
    lacks = [*_damaged(contents), *_unclassified(contents, lacking, declared)]
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
        names = absent or lacking
        # a contact may lack what the users beside it have
        is_of_some = {name.lower() for name in names} <= contents.held
        whose = f" of {' and '.join(contents.kinds_without(names))}" if is_of_some else ""
        lacks.append(
            f"the export holds no {', '.join(names)}{whose}: export again {_how(contents)},"
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


def _damaged(contents: ExportContents) -> Iterator[str]:
    """What to say of objectGUIDs that are none: nobody knows the anchors of these objects."""
    if number := contents.damaged_guids:
        are_none = verb(number, "objectGUID is no GUID", "objectGUIDs are no GUIDs")
        yield (
            f"{number:,} {are_none} of {GUID_OCTETS} octets, so that nobody can tell the source"
            f" anchor: export {verb(number, 'it', 'them')} again, in base64 or as text"
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
