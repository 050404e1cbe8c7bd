"""What each object will be in the cloud: as text, as lines of JSON, or as a table."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any, TextIO

from readiness.cloud.record import contested
from readiness.pipeline.preview import previewed
from readiness.reports.csv import cell
from readiness.reports.escaping import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from readiness.pipeline.result import Result
    from readiness.redaction.report import Redactor

Record = dict[str, Any]
COLUMNS = (
    "dn", "kind", "guid", "type", "user_principal_name", "mail_nickname", "primary_smtp", "mail",
    "proxy_addresses", "dropped", "display_name", "immutable_id", "connector_dn", "account_enabled",
    "usage_location", "with_exchange_licence", "certainty", "because", "collides_with",
)  # fmt: skip
"""The columns of the table: the fields of the JSON."""
_SURENESS = {"certain": "", "documented": "", "probable": " (probable)", "depends": " (probable)"}
_SHOWN = {
    "user_principal_name": "sign-in name",
    "mail_nickname": "alias",
    "primary_smtp": "primary address",
    "display_name": "display name",
    "immutable_id": "source anchor",
    "account_enabled": "enabled",
    "usage_location": "usage location",
}
"""The values of the text, and what they are called there."""


def lines(result: Result, redactor: Redactor | None, *, only_changes: bool) -> Iterator[str]:
    """The predictions of a scan that kept them, in JSON, in the order of the sources."""
    collisions = _collisions(result)
    for dn, text in previewed(result.folder):
        if dn not in collisions and not redactor and not only_changes:
            yield text  # as the worker wrote it: to parse a million of them takes a minute
            continue
        record: Record = json.loads(text)
        if dn in collisions:
            record = contested(record, sorted(collisions[dn]))
        if not only_changes or changes(record):
            shown_record = _redacted(record, redactor) if redactor else record
            yield json.dumps(shown_record, ensure_ascii=False)


def changes(record: Record) -> bool:
    """Whether something arrives otherwise than it was sent, or cannot be told."""
    return bool(record["because"] or record["dropped"] or record["collides_with"])


def _collisions(result: Result) -> dict[str, set[str]]:
    """By the DN of each object, those who have or get its name in the cloud, too.

    In memory, since there are as many as there are accidents.
    """
    found: dict[str, set[str]] = {}
    for finding in result.findings():
        for other in finding.related:
            found.setdefault(finding.dn, set()).add(other)
            found.setdefault(other, set()).add(finding.dn)
    return found


def write_json(predictions: Iterator[str], file: TextIO) -> None:
    """A line of JSON an object."""
    file.writelines(f"{line}\n" for line in predictions)


def write_csv(predictions: Iterator[str], file: TextIO) -> None:
    """A table for a spreadsheet; lists are joined with `; `."""
    table = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)
    table.writerow(COLUMNS)
    for record in map(json.loads, predictions):
        table.writerow([cell(_flat(record[name])) for name in COLUMNS])


def write_text(predictions: Iterator[str], file: TextIO) -> None:
    """A few lines an object, for people."""
    for record in map(json.loads, predictions):
        file.write(f"{shown(record['dn'])}  [{record['type']}]\n")
        for name, title in _SHOWN.items():
            if line := _line(record, name):
                file.write(f"  {title:16} {shown(line)}\n")
        file.writelines(
            f"  {'dropped':16} {shown(address)}: {reason}\n"
            for address, reason in record["dropped"]
        )
        file.writelines(
            f"  {'collides with':16} {shown(other)}\n" for other in record["collides_with"]
        )


WRITERS: dict[str, Callable[[Iterator[str], TextIO], None]] = {
    "text": write_text,
    "json": write_json,
    "csv": write_csv,
}
"""By the name of the format."""


def _line(record: Record, name: str) -> str:
    """A value with how sure it is and why; empty where there is nothing to say."""
    certainty, because = record["certainty"][name], record["because"].get(name, "")
    if certainty == "not-predictable":
        return f"cannot be told: {because}"
    value = record[name]
    if value is None:
        return ""
    reason = f"  ← {because}" if because else ""
    return f"{_flat(value)}{_SURENESS[certainty]}{reason}"


def _flat(value: object) -> str:
    """A value of the preview in one cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "; ".join(
            _flat(one) if not isinstance(one, list) else ": ".join(one) for one in value
        )
    if isinstance(value, dict):
        return "; ".join(f"{name}={_flat(one)}" for name, one in value.items() if one)
    return str(value)


_TEXTS = frozenset({"kind", "type", "certainty", "account_enabled", "usage_location"})
"""What tells nothing of a person."""


def _redacted(record: Record, redactor: Redactor) -> Record:
    """The record with everything hidden that tells of people."""
    hidden: Record = {}
    for name, value in record.items():
        if name in _TEXTS:
            hidden[name] = value
        elif name == "dn":
            hidden[name] = redactor.dn(value)
        elif name == "guid":
            hidden[name] = redactor.guid(value)
        elif name in {"immutable_id", "connector_dn"}:
            hidden[name] = None
        elif name == "because":
            hidden[name] = {field: redactor.message(text) for field, text in value.items()}
        elif name == "dropped":
            hidden[name] = [[redactor.value(address), reason] for address, reason in value]
        elif name == "collides_with":
            hidden[name] = list(map(redactor.dn, value))
        else:
            hidden[name] = _hidden(value, redactor)
    return hidden


def _hidden(value: Any, redactor: Redactor) -> Any:
    if isinstance(value, str):
        return redactor.value(value)
    if isinstance(value, list):
        return [_hidden(one, redactor) for one in value]
    if isinstance(value, dict):
        return {name: _hidden(one, redactor) for name, one in value.items()}
    return value
