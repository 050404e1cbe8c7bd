"""Hides people in what is predicted of the cloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.cloud.record import CloudRecord, LicensedRecord
from readiness.pipeline.preview.predictions import Before

if TYPE_CHECKING:
    from readiness.redaction.tenant import Hiding


def hidden_record(record: CloudRecord, redactor: Hiding) -> CloudRecord:
    """The record with everything hidden that tells of people; anchors are left out."""
    licensed = record.with_exchange_licence
    return record._replace(
        dn=redactor.dn(record.dn),
        guid=redactor.guid(record.guid),
        user_principal_name=_value(redactor, record.user_principal_name),
        mail_nickname=_value(redactor, record.mail_nickname),
        primary_smtp=_value(redactor, record.primary_smtp),
        mail=_value(redactor, record.mail),
        proxy_addresses=_values(redactor, record.proxy_addresses),
        dropped=tuple((redactor.value(address), reason) for address, reason in record.dropped),
        display_name=_value(redactor, record.display_name),
        immutable_id=None,
        connector_dn=None,
        with_exchange_licence=licensed
        and LicensedRecord(
            _value(redactor, licensed.primary_smtp),
            _values(redactor, licensed.proxy_addresses),
            _value(redactor, licensed.mail),
        ),
        because=tuple((name, redactor.message(text)) for name, text in record.because),
        collides_with=tuple(map(redactor.dn, record.collides_with)),
        joined_with=tuple(map(redactor.dn, record.joined_with)),
    )


def hidden_before(before: Before, redactor: Hiding) -> Before:
    """What an object holds today, with everything hidden that tells of people."""
    return Before(
        user_principal_name=_value(redactor, before.user_principal_name),
        mail_nickname=_value(redactor, before.mail_nickname),
        mail=_value(redactor, before.mail),
        proxy_addresses=tuple(map(redactor.value, before.proxy_addresses)),
    )


def _value(redactor: Hiding, text: str | None) -> str | None:
    return None if text is None else redactor.value(text)


def _values(redactor: Hiding, texts: tuple[str, ...] | None) -> tuple[str, ...] | None:
    return None if texts is None else tuple(map(redactor.value, texts))
