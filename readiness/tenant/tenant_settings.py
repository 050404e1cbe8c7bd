"""The domains of a tenant, and the switches of its synchronisation, as an export tells them.

https://learn.microsoft.com/graph/api/resources/domain
https://learn.microsoft.com/graph/api/resources/onpremisesdirectorysynchronizationfeature
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from readiness.errors import UsageError
from readiness.tenant.readers.values import text, truth

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from readiness.model.plan import Plan
    from readiness.tenant.readers.properties import Properties

SWITCHES = {
    "block_soft_match": "blockSoftMatchEnabled",
    "block_takeover": "blockCloudObjectTakeoverThroughHardMatchEnabled",
    "soft_match_on_upn": "softMatchOnUpnEnabled",
    "bypass_mapping": "allowOnPremUpdateOfOnPremisesObjectIdentifierEnabled",
}
"""The fields of TenantSwitches, and what Graph calls them."""


class TenantDomain(NamedTuple):
    """A domain that the tenant has verified, in lower case."""

    name: str
    is_initial: bool | None
    """None where the export does not tell."""
    is_federated: bool


def domain_of(given: Properties) -> TenantDomain | None:
    """The domain with these properties; None if it is not verified.

    Raises:
        ValueError: a property cannot be read.
    """
    name = text(given.get("id") or given.get("name")).lower()
    # the module MSOnline has a status instead
    is_verified = truth(given.get("isVerified")) or _word(given, "status") == "verified"
    if not name or not is_verified:
        return None
    is_initial = truth(given.get("isInitial"))
    return TenantDomain(name, is_initial, _word(given, "authenticationType") == "federated")


@dataclass(frozen=True)
class TenantDomainList:
    """The verified domains of a tenant; none where they were not exported."""

    verified: tuple[str, ...] = ()
    """Without those under onmicrosoft.com."""
    initial: str | None = None
    federated: tuple[str, ...] = ()

    @classmethod
    def of(cls, domains: Sequence[TenantDomain]) -> Self:
        """Those of an export.

        Raises:
            UsageError: they are those of two tenants.
        """
        told = list(dict.fromkeys(domain.name for domain in domains if domain.is_initial))
        if len(told) > 1:
            raise UsageError(
                f"--tenant: {told[0]} and {told[1]} are both initial domains, so the files are of"
                " two tenants: name those of one"
            )
        likely = [
            domain.name
            for domain in domains
            if domain.is_initial is None and _may_be_initial(domain.name)
        ]
        return cls(
            tuple(
                dict.fromkeys(domain.name for domain in domains if not _is_reserved(domain.name))
            ),
            next(iter((*told, *likely)), None),
            tuple(dict.fromkeys(domain.name for domain in domains if domain.is_federated)),
        )


def _word(given: Properties, name: str) -> str:
    return text(given.get(name)).lower()


def features_of(given: Properties) -> dict[str, bool]:
    """The fields of TenantSwitches that an export tells.

    Raises:
        ValueError: one is neither true nor false.
    """
    held = given.get("features")
    features = _flat(held) if isinstance(held, dict) else {}
    return {
        field: value
        for field, name in SWITCHES.items()
        if (value := truth(features.get(name.lower()))) is not None
    }


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


def _flat(features: Mapping[str, Any]) -> dict[str, Any]:
    """The features in lower case; a module that does not know one puts it apart."""
    found = {name.lower(): value for name, value in features.items()}
    more = found.pop("additionalproperties", None)
    if isinstance(more, dict):
        found |= {name.lower(): value for name, value in more.items()}
    return found
