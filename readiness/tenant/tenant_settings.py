"""The domains of a tenant, and the switches of its synchronisation, as an export tells them.

https://learn.microsoft.com/graph/api/resources/domain
https://learn.microsoft.com/graph/api/resources/onpremisesdirectorysynchronizationfeature
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from readiness.model.tenant_object import TenantSwitches
from readiness.tenant.readers.properties import text, truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from readiness.tenant.readers.properties import Properties

SWITCHES = {
    "block_soft_match": "blockSoftMatchEnabled",
    "block_takeover": "blockCloudObjectTakeoverThroughHardMatchEnabled",
    "soft_match_on_upn": "softMatchOnUpnEnabled",
    "bypass_mapping": "allowOnPremUpdateOfOnPremisesObjectIdentifierEnabled",
}
"""The fields of TenantSwitches, and what Graph calls them."""


@dataclass(frozen=True)
class TenantDomainList:
    """The verified domains of a tenant in lower case; none where they were not exported."""

    verified: tuple[str, ...] = ()
    """Without those under onmicrosoft.com."""
    initial: str | None = None
    federated: tuple[str, ...] = ()

    @classmethod
    def of(cls, given: Iterable[Properties]) -> Self:
        """Those of an export."""
        verified: list[str] = []
        federated: list[str] = []
        initial = None
        for domain in given:
            name = text(domain.get("id") or domain.get("name")).lower()
            # the module MSOnline has a status instead
            is_verified = truth(domain.get("isVerified"))
            if not name or not (is_verified or _word(domain, "status") == "verified"):
                continue
            is_first = truth(domain.get("isInitial"))
            if is_first or (is_first is None and _may_be_initial(name) and not initial):
                initial = name
            if not name.endswith(".onmicrosoft.com"):
                verified.append(name)
            if _word(domain, "authenticationType") == "federated":
                federated.append(name)
        return cls(tuple(dict.fromkeys(verified)), initial, tuple(dict.fromkeys(federated)))


def _may_be_initial(name: str) -> bool:
    return name.endswith(".onmicrosoft.com") and not name.endswith(".mail.onmicrosoft.com")


def _word(given: Properties, name: str) -> str:
    return text(given.get(name)).lower()


def switches_of(given: Iterable[Properties]) -> tuple[TenantSwitches, list[str]]:
    """The switches, and the names of those that were not exported and have their defaults.

    Raises:
        ValueError: one is neither true nor false.
    """
    features: dict[str, Any] = {}
    for one in given:
        held = one.get("features")
        if isinstance(held, dict):
            features |= _flat(held)
    told = {
        field: value
        for field, name in SWITCHES.items()
        if (value := truth(features.get(name.lower()))) is not None
    }
    return TenantSwitches(**told), [name for field, name in SWITCHES.items() if field not in told]


def _flat(features: Mapping[str, Any]) -> dict[str, Any]:
    """The features in lower case; a module that does not know one puts it apart."""
    found = {name.lower(): value for name, value in features.items()}
    more = found.pop("additionalproperties", None)
    if isinstance(more, dict):
        found |= {name.lower(): value for name, value in more.items()}
    return found
