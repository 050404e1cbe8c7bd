"""What each object will be in the cloud: as text, as lines of JSON, or as a table."""

from __future__ import annotations

import csv
from functools import cache
from json.encoder import encode_basestring
from typing import TYPE_CHECKING, TextIO

from readiness.cloud.record import DEPENDS_ON_TENANT, PREDICTED, CloudRecord
from readiness.reports.escaping import shown
from readiness.reports.tables.spreadsheet import cell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from readiness.cloud.record import LicensedRecord
    from readiness.pipeline.preview.predictions import Before
    from readiness.pipeline.result import Result

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


def previewed(result: Result, *, only_changes: bool) -> Iterator[CloudRecord]:
    """The predictions of a scan that kept them, in the order of the sources."""
    for record, before in result.previewed():
        if not only_changes or changes(record, before):
            yield record


def changes(record: CloudRecord, before: Before | None) -> bool:
    """Whether something arrives otherwise than it was sent, or cannot be told."""
    if record.dropped or record.collides_with or record.joined_with:
        return True
    sent = _sent(before) if before else {}
    return any(
        # a reason why nothing arrives where nothing was sent, either, is one for no change
        sent.get(field, True) or getattr(record, field) is not None
        for field, reason in record.because
        if reason != DEPENDS_ON_TENANT
    )


def _sent(before: Before) -> dict[str, bool]:
    """Whether there is something today that a field is made of."""
    has_address = bool(before.proxy_addresses or before.mail)
    return {
        "user_principal_name": bool(before.user_principal_name),
        "mail_nickname": bool(before.mail_nickname),
        "primary_smtp": has_address,
        "proxy_addresses": has_address,
        "mail": has_address,
    }


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


def counted_changes(counts: Mapping[str, int]) -> Iterator[str]:
    """What is otherwise in the cloud, in words: where a scan was asked to count it."""
    for change, (one, many) in _COUNTED.items():
        if number := counts.get(change, 0):
            yield f"{number:,} {one if number == 1 else many}"


_COUNTED = {
    "names_not_kept": ("person gets another sign-in name", "people get other sign-in names"),
    "names_unknown": ("sign-in name cannot be told", "sign-in names cannot be told"),
    "collisions": (
        "object gets a name or address that another gets, too",
        "objects get a name or address that another gets, too",
    ),
    "addresses_dropped": ("object loses addresses", "objects lose addresses"),
    "aliases_made_up": ("person gets an alias", "people get an alias"),
    "joined": (
        "object is made of several of different forests",
        "objects are made of several of different forests",
    ),
}


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
    why = because.get("proxy_addresses", "")
    if record.proxy_addresses is None and why != because.get("primary_smtp", ""):
        yield "addresses", shown(_line(record, "proxy_addresses", why))
    for address in record.proxy_addresses or ():
        if address != f"SMTP:{record.primary_smtp}":
            yield "address", shown(address)
    for address, reason in record.dropped:
        yield "dropped", f"{shown(address)}: {reason}"
    licensed = record.with_exchange_licence
    is_other = licensed and licensed[:2] != (record.primary_smtp, record.proxy_addresses)
    if licensed and (is_other or "with_exchange_licence" in because):
        yield "with a licence", shown(_with_licence(record, licensed))
    for other in record.collides_with:
        yield "collides with", shown(other)
    for other in record.joined_with:
        yield "joined with", shown(other)


def _with_licence(record: CloudRecord, licensed: LicensedRecord) -> str:
    """The addresses with an Exchange licence, or why nobody can tell them."""
    if licensed.proxy_addresses is not None:
        return _flat(licensed.proxy_addresses)
    reasons = dict(record.because)
    why = reasons.pop("with_exchange_licence", "")
    is_said = why in reasons.values()
    return f"cannot be told{', for the same reason' if is_said else f': {why}'}"


def _line(record: CloudRecord, name: str, because: str) -> str:
    """A value with how sure it is and why; empty where there is nothing to say."""
    certainty = record.certainty_of(name)
    if because == DEPENDS_ON_TENANT:
        return ""  # said once, of all
    if certainty == "not-predictable":
        return f"cannot be told: {because}"
    value = getattr(record, name)
    if value is None:
        return f"nothing  ← {because}" if because else ""
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
            _flat(item) if not isinstance(item, tuple) else ": ".join(item) for item in value
        )
    if isinstance(value, dict):
        return "; ".join(f"{name}={_flat(inner)}" for name, inner in value.items() if inner)
    return str(value)
