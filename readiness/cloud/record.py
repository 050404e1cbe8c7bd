"""A prediction as plain data, in the form that `readiness preview` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from readiness.cloud.certainty import Certainty, unknown

if TYPE_CHECKING:
    from readiness.cloud.addresses import Addresses
    from readiness.cloud.certainty import Predicted
    from readiness.cloud.prediction import CloudObject

COLLIDING = ("user_principal_name",)
"""The fields whose values two objects cannot both have."""
_BEFORE_DROPPED = (
    "user_principal_name", "mail_nickname", "primary_smtp", "mail", "proxy_addresses",
)  # fmt: skip


def record_of(predicted: CloudObject, *, is_tenant_known: bool) -> dict[str, Any]:
    """The fields of the preview, in their order; nobody collides with it yet.

    Where the plan does not tell the tenant's domains, only what is certain has a value.
    """
    values = predicted.values()
    if not is_tenant_known:
        values = {name: _unless_doubtful(one) for name, one in values.items()}
    known = {name: one.value for name, one in values.items()}
    return {
        "dn": predicted.dn,
        "kind": predicted.kind.value,
        "guid": predicted.guid,
        **{name: known.pop(name) for name in _BEFORE_DROPPED},
        "dropped": [list(one) for one in predicted.addresses.dropped] if is_tenant_known else [],
        **known,
        "type": predicted.type,
        "with_exchange_licence": _licensed(predicted.licensed) if is_tenant_known else None,
        "certainty": {name: one.certainty.value for name, one in values.items()},
        "because": {name: one.because for name, one in values.items() if one.because},
        "collides_with": [],
    }


def contested(record: dict[str, Any], partners: list[str]) -> dict[str, Any]:
    """The record of an object whose name somebody else gets or has, too: nobody knows whose it is.

    https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-syncservice-duplicate-attribute-resiliency
    """
    record = {**record, "collides_with": partners}
    for name in COLLIDING:
        because = (
            f"“{record[name]}” is the name of another object, too: one of them arrives with four"
            " digits behind the name, and nobody can tell which"
        )
        record |= {name: None}
        record["certainty"] = {**record["certainty"], name: "not-predictable"}
        record["because"] = {**record["because"], name: because}
    return record


def _unless_doubtful(value: Predicted[Any]) -> Predicted[Any]:
    if value.certainty is Certainty.CERTAIN:
        return value
    return unknown("it depends on the tenant: --domain, --initial-domain")


def _licensed(addresses: Addresses) -> dict[str, Any]:
    return {
        "primary_smtp": addresses.primary.value,
        "proxy_addresses": addresses.every.value,
        "mail": addresses.mail.value,
    }
