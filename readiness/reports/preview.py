"""What each object will be in the cloud: as text, as lines of JSON, or as a table."""

from __future__ import annotations

import csv
from functools import cache
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, TextIO

from readiness.cloud.record import PREDICTED, CloudRecord, LicensedRecord
from readiness.pipeline.preview.records import records
from readiness.reports.csv import cell
from readiness.reports.escaping import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from readiness.pipeline.result import Result
    from readiness.redaction.report import Redactor

COLUMNS = CloudRecord._fields
"""The columns of the table, and the fields of the JSON."""
_LICENSED = COLUMNS.index("with_exchange_licence")
_JSON_RECORD = "{" + ", ".join([f'"{name}": %s' for name in COLUMNS]) + "}"
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


def previewed(
    result: Result, redactor: Redactor | None, *, only_changes: bool
) -> Iterator[CloudRecord]:
    """The predictions of a scan that kept them, in the order of the sources."""
    for record, _ in records(result.folder):
        if not only_changes or changes(record):
            yield _redacted(record, redactor) if redactor else record


def changes(record: CloudRecord) -> bool:
    """Whether something arrives otherwise than it was sent, or cannot be told."""
    return bool(record.because or record.dropped or record.collides_with or record.joined_with)


def write_json(predictions: Iterator[CloudRecord], file: TextIO) -> None:
    """A line of JSON an object."""
    file.writelines(f"{_json(record)}\n" for record in predictions)


def _json(record: CloudRecord) -> str:
    """What `json.dumps` makes of a record, in a third of its time: there may be a million."""
    licensed, because = record.with_exchange_licence, dict(record.because)
    return _JSON_RECORD % (
        *map(_json_value, record[:_LICENSED]),
        _json_object(licensed._fields, licensed) if licensed else "null",
        _json_certainty(record.certainty),
        _json_object(because.keys(), because.values()),
        _json_value(record.collides_with),
        _json_value(record.joined_with),
    )


def _json_value(value: object) -> str:
    if type(value) is str:
        return encode_basestring(value)
    if type(value) is tuple:
        return f"[{', '.join(map(_json_value, value))}]"
    return "null" if value is None else "true" if value else "false"


def _json_object(names: Iterable[str], values: Iterable[object]) -> str:
    pairs = [
        f"{encode_basestring(name)}: {_json_value(value)}"
        for name, value in zip(names, values, strict=True)
    ]
    return f"{{{', '.join(pairs)}}}"


@cache
def _json_certainty(certainty: tuple[str, ...]) -> str:
    return _json_object(PREDICTED, certainty)


def write_csv(predictions: Iterator[CloudRecord], file: TextIO) -> None:
    """A table for a spreadsheet; lists are joined with `; `."""
    table = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)
    table.writerow(COLUMNS)
    for record in predictions:
        named = record._asdict() | {
            "with_exchange_licence": record.with_exchange_licence
            and record.with_exchange_licence._asdict(),
            "certainty": dict(zip(PREDICTED, record.certainty, strict=True)),
            "because": dict(record.because),
        }
        table.writerow([cell(_flat(value)) for value in named.values()])


def write_text(predictions: Iterator[CloudRecord], file: TextIO) -> None:
    """A few lines an object, for people."""
    for record in predictions:
        file.write(f"{shown(record.dn)}  [{record.type}]\n")
        file.writelines(f"  {title:16} {line}\n" for title, line in _text_lines(record) if line)


WRITERS: dict[str, Callable[[Iterator[CloudRecord], TextIO], None]] = {
    "text": write_text,
    "json": write_json,
    "csv": write_csv,
}
"""By the name of the format."""


def _text_lines(record: CloudRecord) -> Iterator[tuple[str, str]]:
    """What is said of an object, each line behind its title; an empty one where nothing is."""
    because = dict(record.because)
    for name, title in _SHOWN.items():
        yield title, shown(_line(record, name, because.get(name, "")))
    for address in record.proxy_addresses or ():
        if address != f"SMTP:{record.primary_smtp}":
            yield "address", shown(address)
    for address, reason in record.dropped:
        yield "dropped", f"{shown(address)}: {reason}"
    licensed = record.with_exchange_licence
    if licensed and licensed[:2] != (record.primary_smtp, record.proxy_addresses):
        every = _flat(licensed.proxy_addresses) or because.get("with_exchange_licence", "")
        yield "with a licence", shown(every)
    for other in record.collides_with:
        yield "collides with", shown(other)
    for other in record.joined_with:
        yield "joined with", shown(other)


def _line(record: CloudRecord, name: str, because: str) -> str:
    """A value with how sure it is and why; empty where there is nothing to say."""
    certainty = record.certainty_of(name)
    if certainty == "not-predictable":
        return f"cannot be told: {because}"
    value = getattr(record, name)
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
    if isinstance(value, tuple):
        return "; ".join(
            _flat(one) if not isinstance(one, tuple) else ": ".join(one) for one in value
        )
    if isinstance(value, dict):
        return "; ".join(f"{name}={_flat(one)}" for name, one in value.items() if one)
    return str(value)


def _redacted(record: CloudRecord, redactor: Redactor) -> CloudRecord:
    """The record with everything hidden that tells of people; anchors are left out."""

    def value(text: str | None) -> str | None:
        return None if text is None else redactor.value(text)

    def values(texts: tuple[str, ...] | None) -> tuple[str, ...] | None:
        return None if texts is None else tuple(map(redactor.value, texts))

    licensed = record.with_exchange_licence
    return record._replace(
        dn=redactor.dn(record.dn),
        guid=redactor.guid(record.guid),
        user_principal_name=value(record.user_principal_name),
        mail_nickname=value(record.mail_nickname),
        primary_smtp=value(record.primary_smtp),
        mail=value(record.mail),
        proxy_addresses=values(record.proxy_addresses),
        dropped=tuple((redactor.value(one), reason) for one, reason in record.dropped),
        display_name=value(record.display_name),
        immutable_id=None,
        connector_dn=None,
        with_exchange_licence=licensed
        and LicensedRecord(
            value(licensed.primary_smtp), values(licensed.proxy_addresses), value(licensed.mail)
        ),
        because=tuple((name, redactor.message(text)) for name, text in record.because),
        collides_with=tuple(map(redactor.dn, record.collides_with)),
        joined_with=tuple(map(redactor.dn, record.joined_with)),
    )
