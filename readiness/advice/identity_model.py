"""What each identity model would mean for the accounts that were read.

https://learn.microsoft.com/entra/identity/hybrid/connect/choose-ad-authn
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

from readiness.advice.section import Section
from readiness.advice.signals import MODELS, SIGNALS, Signal
from readiness.advice.statistics import of_model
from readiness.gating.gate import counted
from readiness.model.entry import USERS, Kind
from readiness.model.plan import IdentityModel

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from readiness.model.counts import Counts
    from readiness.model.plan import Plan
    from readiness.pipeline.result import CheckOutcome

_ENFORCED = ("account-expired", "logon-hours-restricted")
"""What only a sign-in against Active Directory enforces."""
_SMART_CARD = "smart-card-required"
_NOT_FEDERATED = "upn-suffix-not-federated"


@dataclass(frozen=True)
class Consequence:
    """How many accounts one fact concerns, and what it means under each model."""

    check: str
    subject: str
    count: int | None
    """The findings of the check; None when they were not counted."""
    why_not_counted: str | None
    password_hash_sync: str | None
    pass_through: str | None
    federated: str | None
    is_reported: bool
    """Whether the check ran, so that its findings are in the report."""


@dataclass(frozen=True)
class ModelAdvice:
    """What each model would mean for the users in scope."""

    users: int
    planned: str | None
    summary: str
    cloud_only: str
    computers: int
    """The computers that were read, which stand for what needs Active Directory."""
    consequences: tuple[Consequence, ...]


def advise(plan: Plan, counts: Counts, checks: Iterable[CheckOutcome]) -> ModelAdvice:
    """The advice for the users in scope."""
    users = sum(counts.in_scope.get(kind, 0) for kind in USERS)
    outcomes = {check.id: check for check in checks}
    consequences = tuple(
        _consequence(check, signal, outcomes.get(check), counts.noted, plan)
        for check, signal in SIGNALS.items()
    )
    others = tuple(_others(outcomes, counts.noted))
    computers = counts.in_scope.get(Kind.COMPUTER, 0)
    computers += counts.out_of_scope.get("computer-without-certificate", 0)
    return ModelAdvice(
        users,
        plan.identity_model,
        _summary(users, {one.check: one.count for one in consequences}),
        _cloud_only(users, computers),
        computers,
        (*consequences, *others),
    )


def section(advice: ModelAdvice) -> Section:
    """The advice as a table."""
    rows: list[tuple[Any, ...]] = [
        (
            one.subject,
            _cell(one),
            one.password_hash_sync,
            one.pass_through,
            one.federated,
        )
        for one in sorted(advice.consequences, key=lambda one: -(one.count or 0))
        if one.count != 0
    ]
    planned = next((name for model, name in MODELS.items() if model == advice.planned), None)
    return Section(
        "identity-model",
        "Identity model",
        f"{f'{planned} is planned.' if planned else 'No model is planned yet.'} {advice.summary}"
        f" {advice.cloud_only} Facts that concern nobody are not shown.",
        ("Of these accounts", "Number", *MODELS.values()),
        rows,
    )


def _cell(one: Consequence) -> object:
    if one.count is None:
        return f"not counted: {one.why_not_counted}"
    return (
        {"text": f"{one.count:,}", "find": {"check": one.check}} if one.is_reported else one.count
    )


def _consequence(
    check: str,
    signal: Signal,
    outcome: CheckOutcome | None,
    noted: Mapping[str, int],
    plan: Plan,
) -> Consequence:
    ran = outcome is not None and outcome.status == "ran"
    counts = [noted[name] for name in _names(check) if name in noted]
    number = outcome.findings if outcome and ran else max(counts, default=None)
    reason = (outcome.reason if outcome else None) or "the check is not installed"
    if check == _NOT_FEDERATED and not plan.federated_domains:
        reason = "no federated domain was given"
    return Consequence(
        check,
        signal.subject,
        number,
        reason if number is None else None,
        *signal[1:],
        is_reported=ran,
    )


def _others(
    outcomes: Mapping[str, CheckOutcome], noted: Mapping[str, int]
) -> Iterable[Consequence]:
    """Checks of somebody's own that only another model would ask for."""
    for check, outcome in outcomes.items():
        counts = [noted.get(name) for name in _names(check)]
        if check not in SIGNALS and any(count is not None for count in counts):
            phs, pta, fed = (None if one is None else counted(one, "finding") for one in counts)
            highest = max(one or 0 for one in counts)
            title = outcome.doc.title
            yield Consequence(check, title, highest, None, phs, pta, fed, is_reported=False)


def _names(check: str) -> list[str]:
    return [of_model(model, check) for model in get_args(IdentityModel)]


def _summary(users: int, counts: Mapping[str, int | None]) -> str:
    """What tells the models apart, as far as these accounts do."""
    if not users:
        return "No user is in scope."
    unknown = [check for check in (*_ENFORCED, _SMART_CARD) if counts[check] is None]
    if unknown:
        return f"What was not counted may matter: {', '.join(unknown)}."
    enforced = sum(counts[check] or 0 for check in _ENFORCED)
    cards = counts[_SMART_CARD] or 0
    wishes = []
    if enforced:
        wishes.append(
            f"{counted(enforced, 'finding')} of expired accounts and logon hours, which only"
            " pass-through authentication and federation enforce in the cloud"
        )
    if cards:
        wishes.append(
            f"{counted(cards, 'account')} with a smart card, which only federation, or"
            " certificate-based authentication in Entra ID, can ask for"
        )
    if wishes:
        return f"What speaks against password hash synchronisation alone: {', and '.join(wishes)}."
    return (
        "Nothing in these accounts asks for more than password hash synchronisation, which"
        " Microsoft recommends to turn on in any case."
    )


def _cloud_only(users: int, computers: int) -> str:
    """Whether there is a need for Active Directory at all, as far as the source tells.

    https://learn.microsoft.com/microsoft-365/enterprise/deploy-identity-solution-identity-model
    """
    if not users:
        return ""
    if computers > 1:
        return (
            f"A cloud-only model does not suit: {counted(computers, 'computer')} depend on Active"
            " Directory."
        )
    return (
        "A cloud-only model suits organisations that do not need Active Directory; with"
        f" {counted(users, 'user')} and {counted(computers, 'computer')} read, it is worth a"
        " thought, unless the export left computers out."
    )
