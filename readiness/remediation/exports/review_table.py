"""A repair plan as a table for a spreadsheet, and the decisions that come back from it."""

from __future__ import annotations

import codecs
import csv
import io
import re
from typing import TYPE_CHECKING

from readiness.errors import UsageError
from readiness.model.values import text, visible
from readiness.remediation.exports import idfix_table
from readiness.remediation.repair_plan.change import Decision
from readiness.remediation.repair_plan.plan_file import with_decisions

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
# a cell that begins with one of these is a formula for a spreadsheet
# https://docs.evolveum.com/midpoint/reference/support-4.10/misc/reports/security-note-csv-export
_FORMULA = re.compile(r"['=+\-@\t\r]")
_NUMBER = re.compile(r"\d[\d\s.,:/eE+-]*")
"""What a spreadsheet takes for a number or a date, and writes differently."""
_SEPARATORS = ";,\t"
"""What spreadsheets write between cells, by locale."""
_SEPARATOR_LINE = re.compile(r"sep=[;,\t]\r?\n", re.IGNORECASE)
_DECISIONS = {"": Decision.UNDECIDED, **{one.value: one for one in Decision}}


def export(plan: RepairPlan) -> str:
    """All changes, a line for each edit of an attribute, whatever was decided of them."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for change in plan.changes:
        for identifier, *row in _rows(change):
            writer.writerow([identifier, *map(_cell, row)])
    return BYTE_ORDER_MARK + out.getvalue()


def reviewed(plan: RepairPlan, path: Path) -> tuple[RepairPlan, list[str]]:
    """The plan with the decisions of a table that was exported from it and edited, or of IdFix.

    Only `Id` and `Decision` are read; everything else must be as it was exported. Returned with it
    is what of the table does not fit.

    Raises:
        UsageError: it cannot be read, is another table, or a cell was changed that must not be.
    """
    names, rows = _read(path)
    if names == idfix_table.COLUMNS:
        return idfix_table.with_idfix_decisions(plan, rows)
    decisions: dict[str, Decision] = {}
    known = {change.id: [_told(row) for row in _rows(change)] for change in plan.changes}
    for number, row in rows:
        where = f"{path}, line {number}"
        identifier = row["Id"]
        if identifier not in known and identifier.isdecimal():
            identifier = f"{int(identifier):04}"  # a spreadsheet takes 0007 for a number
        if identifier not in known:
            raise UsageError(f"{where}: the plan has no change “{visible(identifier)}”")
        if _told([identifier, *list(row.values())[1:]]) not in known[identifier]:
            raise UsageError(
                f"{where}: a cell of change {identifier} was edited; only “Decision” may be"
            )
        decision = _DECISIONS.get(row["Decision"].strip().lower())
        if decision is None:
            words = ", ".join(one.value for one in Decision)
            raise UsageError(f"{where}: “{visible(row['Decision'])}” is no decision; write {words}")
        if decisions.setdefault(identifier, decision) is not decision:
            raise UsageError(f"{where}: the lines of change {identifier} disagree")
    return with_decisions(plan, decisions), []


def _told(row: Sequence[str]) -> tuple[str, ...]:
    """What must be as it was exported: all but the decision, and the line ends of a spreadsheet.

    What depends on is left out, since ids are what a spreadsheet takes for numbers.
    """
    depends = COLUMNS.index("Depends on")
    return tuple(
        cell.replace("\r\n", "\n")
        for at, cell in enumerate(row)
        if at not in (COLUMNS.index("Decision"), depends)
    )


def _read(path: Path) -> tuple[tuple[str, ...], list[tuple[int, Mapping[str, str]]]]:
    """The columns of a table, and its rows, each with the number of its line.

    The separator is what the first line has most of; a row `sep=;` before it is Excel's own.
    """
    try:
        octets = path.read_bytes()
        is_wide = octets.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        content = octets.decode("utf-16" if is_wide else "utf-8-sig")
    except OSError as error:
        raise UsageError(f"the table {path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8: save it as “CSV UTF-8”") from error
    if declared := _SEPARATOR_LINE.match(content):
        content = content[declared.end() :]
    head = content.partition("\n")[0]
    separator = max(_SEPARATORS, key=head.count)
    table = csv.reader(io.StringIO(content, newline=""), delimiter=separator)
    try:
        names = tuple(name.strip() for name in next(table, []))
        if names not in (COLUMNS, idfix_table.COLUMNS):
            raise UsageError(f"{path} is no table of a repair plan: its columns are others")
        rows: list[tuple[int, Mapping[str, str]]] = []
        for row in table:
            cells = [_bare(one) for one in row[: len(names)]] + [""] * (len(names) - len(row))
            if any(cells):
                rows.append((table.line_num, dict(zip(names, cells, strict=True))))
    except csv.Error as error:
        raise UsageError(f"{path}, line {table.line_num}: {error}") from error
    return names, rows


def _rows(change: Change) -> Iterator[tuple[str, ...]]:
    for edit in change.edits:
        yield (
            change.id,
            change.decision.value,
            change.dn,
            edit.attribute,
            _lines(edit.remove),
            _lines(edit.add),
            "; ".join(change.reasons),
            ", ".join(change.checks),
            change.confidence.value,
            ", ".join(change.after),
            change.guid,
        )


def _lines(values: tuple[Value, ...]) -> str:
    """The values of a cell, each in a line of its own."""
    return "\n".join(one if isinstance(one, str) else text(one) for one in values)


def _cell(value: str) -> str:
    return f"'{value}" if _is_touchy(value) else value


def _bare(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and _is_touchy(cell[1:]) else cell


def _is_touchy(value: str) -> bool:
    """Whether a spreadsheet would make something else of a text, or run it."""
    return _FORMULA.match(value) is not None or _NUMBER.fullmatch(value) is not None
