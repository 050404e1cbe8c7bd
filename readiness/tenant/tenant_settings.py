"""The domains of a tenant, and the switches of its synchronisation, as an export tells them.

https://learn.microsoft.com/graph/api/resources/domain
https://learn.microsoft.com/graph/api/resources/onpremisesdirectorysynchronizationfeature
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

from readiness.errors import UsageError
from readiness.model.tenant_object import TenantSwitches
from readiness.tenant.readers.properties import text, truth

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from readiness.model.plan import Plan
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


def plan_in(domains: TenantDomainList, plan: Plan) -> Plan:
    """The plan with the domains of the tenant, where they were exported.

    Raises:
        UsageError: the plan says otherwise: one of them is of another tenant, or of another time.
    """
    if not domains.verified and domains.initial is None:
        return plan
    listed = {*domains.verified, domains.initial}
    for option, named, known in (
        ("--domain", plan.verified_domains, listed),
        ("--federated-domain", plan.federated_domains, set(domains.federated)),
    ):
        if other := [name for name in named if name not in known and not _is_reserved(name)]:
            raise UsageError(
                f"{option} {other[0]}: the export of the tenant says otherwise, it lists"
                f" {', '.join(sorted(filter(None, known))) or 'none'}: leave the option out, or"
                " export the domains again"
            )
    if plan.initial_domain and domains.initial and plan.initial_domain != domains.initial:
        raise UsageError(
            f"--initial-domain {plan.initial_domain}: the initial domain of the export is"
            f" {domains.initial}: leave the option out, or export that tenant"
        )
    initial = domains.initial or plan.initial_domain
    # a tenant that has verified nothing else still knows its first domain
    verified = domains.verified or ((initial,) if initial else ())
    return replace(
        plan,
        verified_domains=verified,
        federated_domains=domains.federated or plan.federated_domains,
        initial_domain=initial,
    )


def _is_reserved(name: str) -> bool:
    return name.endswith(".onmicrosoft.com")


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
