"""A prediction as plain values, in the order in which `readiness preview` prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Self

from readiness.cloud.certainty import Certainty

if TYPE_CHECKING:
    from collections.abc import Sequence

    from readiness.cloud.addresses import Addresses
    from readiness.cloud.certainty import Predicted
    from readiness.cloud.prediction import CloudObject

PREDICTED = (
    "user_principal_name", "mail_nickname", "primary_smtp", "mail", "proxy_addresses",
    "display_name", "immutable_id", "connector_dn", "account_enabled", "usage_location",
)  # fmt: skip
"""The fields of a record that are predicted, each with a certainty."""
DEPENDS_ON_TENANT = "it depends on the tenant: --domain, --initial-domain"


class LicensedRecord(NamedTuple):
    """The addresses of a user with an Exchange licence; None where nobody can predict them."""

    primary_smtp: str | None
    proxy_addresses: tuple[str, ...] | None
    mail: str | None


class CloudRecord(NamedTuple):
    """What an object is in the cloud; the names of the fields are those of the JSON.

    The values are plain, for rows on disk; None is what nobody can predict, or what is empty.
    """

    dn: str
    kind: str
    guid: str | None
    user_principal_name: str | None
    mail_nickname: str | None
    primary_smtp: str | None
    mail: str | None
    proxy_addresses: tuple[str, ...] | None
    dropped: tuple[tuple[str, str], ...]
    """Addresses that do not arrive, each with the reason."""
    display_name: str | None
    immutable_id: str | None
    connector_dn: str | None
    account_enabled: bool | None
    usage_location: str | None
    type: str
    with_exchange_licence: LicensedRecord | None
    """None where the plan does not tell the tenant's domains."""
    certainty: tuple[str, ...]
    """Of each field of PREDICTED."""
    because: tuple[tuple[str, str], ...]
    """The fields that say why, each with the reason."""
    collides_with: tuple[str, ...] = ()
    """The DNs of objects that get, or have, one of its names or addresses, too."""
    joined_with: tuple[str, ...] = ()
    """The DNs of what the sync engine makes one object of with it."""

    def certainty_of(self, name: str) -> str:
        """How sure the value of a field is."""
        return self.certainty[PREDICTED.index(name)]

    def row(self) -> tuple[Any, ...]:
        """The fields as a row on disk takes them."""
        licensed = self.with_exchange_licence
        return (*self[:_LICENSED], licensed and tuple(licensed), *self[_LICENSED + 1 :])

    @classmethod
    def of_row(cls, row: Sequence[Any]) -> Self:
        """The record of such a row."""
        licensed = row[_LICENSED] and LicensedRecord._make(row[_LICENSED])
        return cls._make((*row[:_LICENSED], licensed, *row[_LICENSED + 1 :]))

    def unpredictable(self, reasons: dict[str, str]) -> CloudRecord:
        """The record with these fields unknown, by name, each with the reason."""
        values: dict[str, Any] = dict.fromkeys(reasons.keys() & PREDICTED)
        return self._replace(
            **values,
            certainty=tuple(
                Certainty.NOT_PREDICTABLE.value if name in reasons else certainty
                for name, certainty in zip(PREDICTED, self.certainty, strict=True)
            ),
            because=tuple({**dict(self.because), **reasons}.items()),
        )


_LICENSED = CloudRecord._fields.index("with_exchange_licence")


def record_of(predicted: CloudObject, *, is_tenant_known: bool) -> CloudRecord:
    """The prediction as a record; nobody collides with it yet.

    Where the plan does not tell the tenant's domains, only what is certain has a value.
    """
    name, alias = predicted.user_principal_name, predicted.mail_nickname
    addresses, anchor = predicted.addresses, predicted.immutable_id
    # in the order of PREDICTED
    values: tuple[Predicted[Any], ...] = (
        name, alias, addresses.primary, addresses.mail, addresses.every, predicted.display_name,
        anchor, predicted.connector_dn, predicted.account_enabled, predicted.usage_location,
    )  # fmt: skip
    record = CloudRecord(
        dn=predicted.dn,
        # `value` of an enumeration takes ten times as long, for each of a million objects
        kind=predicted.kind._value_,
        guid=predicted.guid,
        user_principal_name=name.value,
        mail_nickname=alias.value,
        primary_smtp=addresses.primary.value,
        mail=addresses.mail.value,
        proxy_addresses=addresses.every.value,
        dropped=addresses.dropped if is_tenant_known else (),
        display_name=predicted.display_name.value,
        immutable_id=anchor.value,
        connector_dn=predicted.connector_dn.value,
        account_enabled=predicted.account_enabled.value,
        usage_location=predicted.usage_location.value,
        type=predicted.type,
        with_exchange_licence=_licensed(predicted.licensed) if is_tenant_known else None,
        certainty=tuple([value.certainty._value_ for value in values]),
        because=tuple([(field, why) for field, (_, _, why) in zip(PREDICTED, values) if why]),  # noqa: B905 - as above
    )
    if is_tenant_known:
        licensed = predicted.licensed.every
        if licensed.value is None:
            because = (*record.because, ("with_exchange_licence", licensed.because))
            return record._replace(because=because)
        return record
    certain = Certainty.CERTAIN.value
    doubtful = (name for name in PREDICTED if record.certainty_of(name) != certain)
    return record.unpredictable(dict.fromkeys(doubtful, DEPENDS_ON_TENANT))


def _licensed(addresses: Addresses) -> LicensedRecord:
    return LicensedRecord(addresses.primary.value, addresses.every.value, addresses.mail.value)
