"""A repair plan as a table for a spreadsheet, and the decisions that come back from it."""

from __future__ import annotations

import codecs
import csv
import io
import re
from typing import TYPE_CHECKING

from readiness.errors import UsageError
from readiness.model.values import as_text, visible
from readiness.model.wording import counted
from readiness.remediation.exports import idfix_table
from readiness.remediation.repair_plan.change import Decision
from readiness.remediation.repair_plan.plan_file import with_decisions
from readiness.reports.escaping import shown
from readiness.reports.tables.spreadsheet import bare, cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from readiness.remediation.repair_plan.change import Change, RepairPlan, Value

COLUMNS = (
    "Id", "Decision", "Object", "Attribute", "Current value", "New value", "Why", "Check",
    "Confidence", "Depends on", "GUID",
)  # fmt: skip
BYTE_ORDER_MARK = "\ufeff"
"""Without it a spreadsheet takes UTF-8 for the code page of the machine."""
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How the files of Excel begin, .xlsx and .xls."""
_SEPARATORS = ";,\t"
"""What spreadsheets write between cells, by locale."""
_SEPARATOR_LINE = re.compile(r"sep=[;,\t]\r?\n", re.IGNORECASE)
_EXPORT_AGAIN = "“readiness plan export --format csv” writes one"
_NAMED_MAX = 5
_DECISIONS = {"": Decision.UNDECIDED, **{decision.value: decision for decision in Decision}}


def export(plan: RepairPlan) -> str:
    """All changes, a line for each edit of an attribute, whatever was decided of them."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for change in plan.changes:
        for identifier, *row in _rows(change):
            writer.writerow([identifier, *(cell(value, keeps_numbers=False) for value in row)])
    return BYTE_ORDER_MARK + out.getvalue()


def reviewed(plan: RepairPlan, path: Path) -> tuple[RepairPlan, list[str]]:
    """The plan with the decisions of a table that was exported from it and edited, or of IdFix.

    Only `Id` and `Decision` are read; the other columns must be as they were exported, and those
    that somebody added do not matter. Whoever takes a row out does not want its change, which is
    not applied then. Returned with it is what of the table does not fit.

    Raises:
        UsageError: it cannot be read, is another table, or a cell was changed that must not be.
    """
    columns, rows = _read(path)
    if columns == idfix_table.COLUMNS:
        return idfix_table.with_idfix_decisions(plan, rows)
    decisions: dict[str, Decision] = {}
    known = {change.id: set(map(_told, _rows(change))) for change in plan.changes}
    # a spreadsheet takes 0007 for a number, and 0012-1 for a date
    owners = {told: name for name, every in known.items() for told in every}
    missing = {name: set(every) for name, every in known.items()}
    for number, row in rows:
        where = f"{path}, line {number}"
        told = _told([bare(row[name]) for name in COLUMNS])
        identifier = row["Id"] if row["Id"] in known else owners.get(told)
        if identifier is None:
            raise UsageError(f"{where}: the plan has no change “{visible(row['Id'])}” like this")
        if told not in known[identifier]:
            raise UsageError(
                f"{where}: a cell of change {identifier} was edited; only “Decision” may be"
            )
        decision = _DECISIONS.get(row["Decision"].strip().lower())
        if decision is None:
            words = ", ".join(decision.value for decision in Decision)
            raise UsageError(f"{where}: “{visible(row['Decision'])}” is no decision; write {words}")
        if decisions.setdefault(identifier, decision) is not decision:
            raise UsageError(f"{where}: the lines of change {identifier} disagree")
        missing[identifier].discard(told)
    lacking = [name for name, every in missing.items() if every]
    for change in plan.changes:
        # in part, too: a change makes all of its edits or none
        wanted = decisions.get(change.id, change.decision)
        if missing[change.id] and wanted is Decision.APPLY:
            decisions[change.id] = Decision.UNDECIDED
    return with_decisions(plan, decisions), [_lacks(lacking)] if lacking else []


def _lacks(changes: Sequence[str]) -> str:
    named = ", ".join((*changes[:_NAMED_MAX], *(["…"] if len(changes) > _NAMED_MAX else [])))
    count = counted(len(changes), "change")
    return f"rows of {count} are missing ({named}): what is not in the table is not applied"


def _told(row: Sequence[str]) -> tuple[str, ...]:
    """What must be as it was exported, but for the line ends of a spreadsheet.

    Ids, here and of what a change depends on, are what a spreadsheet takes for numbers.
    """
    free = {"Id", "Decision", "Depends on"}
    return tuple(
        text.replace("\r\n", "\n")
        for name, text in zip(COLUMNS, row, strict=True)
        if name not in free
    )


def _read(path: Path) -> tuple[tuple[str, ...], list[tuple[int, Mapping[str, str]]]]:
    """The columns that make it a table of ours or of IdFix, and its rows, with their line numbers.

    The separator is what the first line has most of; a row `sep=;` before it is Excel's own.
    """
    content = _content(path)
    if declared := _SEPARATOR_LINE.match(content):
        content = content[declared.end() :]
    head = content.partition("\n")[0]
    separator = max(_SEPARATORS, key=head.count)
    table = csv.reader(io.StringIO(content, newline=""), delimiter=separator)
    try:
        names = [name.strip() for name in next(table, [])]
        columns = _columns(names, path)
        rows: list[tuple[int, Mapping[str, str]]] = []
        for row in table:
            if any(row):  # a spreadsheet may leave empty rows at the end
                cells = row + [""] * (len(names) - len(row))
                rows.append((table.line_num, dict(zip(names, cells, strict=False))))
    except csv.Error as error:
        raise UsageError(f"{path}, line {table.line_num}: {error}") from error
    return columns, rows


def _content(path: Path) -> str:
    """The text of a table.

    Raises:
        UsageError: it cannot be read, or is no text.
    """
    try:
        octets = path.read_bytes()
        is_wide = octets.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        content = octets.decode("utf-16" if is_wide else "utf-8-sig")
    except OSError as error:
        raise UsageError(f"the table {path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        is_workbook = octets.startswith(_WORKBOOKS)
        why = "is a workbook, and no CSV file" if is_workbook else "is not UTF-8"
        raise UsageError(f"{path} {why}: save it as “CSV UTF-8”") from error
    if not content.strip():
        raise UsageError(f"{path} is empty: {_EXPORT_AGAIN}")
    return content


def _columns(names: Sequence[str], path: Path) -> tuple[str, ...]:
    """Whose table it is, told by its columns: ours or that of IdFix; further ones do no harm.

    Raises:
        UsageError: it is neither, or a column is missing or there twice.
    """
    if set(idfix_table.COLUMNS) <= set(names):
        return idfix_table.COLUMNS
    missing = [name for name in COLUMNS if name not in names]
    if len(missing) == len(COLUMNS):
        raise UsageError(f"{path} is no table of a repair plan: {_EXPORT_AGAIN}")
    if missing:
        raise UsageError(
            f"{path} has no column “{'”, “'.join(missing)}” any more: {_EXPORT_AGAIN}, and edit"
            " only “Decision”"
        )
    if twice := [name for name in COLUMNS if names.count(name) > 1]:
        raise UsageError(f"{path} has the column “{twice[0]}” twice: take one of them out")
    return COLUMNS


def _rows(change: Change) -> Iterator[tuple[str, ...]]:
    for edit in change.edits:
        yield (
            change.id,
            change.decision.value,
            shown(change.dn),
            edit.attribute,
            _lines(edit.remove),
            _lines(edit.add),
            shown("; ".join(change.reasons)),
            ", ".join(change.checks),
            change.confidence.value,
            ", ".join(change.after),
            change.guid,
        )


def _lines(values: tuple[Value, ...]) -> str:
    """The values of a cell, each in a line of its own."""
    return "\n".join(shown(as_text(value)) for value in values)
