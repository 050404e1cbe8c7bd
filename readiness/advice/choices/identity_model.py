"""What each identity model would mean for the accounts that were read.

https://learn.microsoft.com/entra/identity/hybrid/connect/choose-ad-authn
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from readiness.advice.choices.signals import MODELS, SIGNALS
from readiness.advice.section import Section
from readiness.model.entry import USERS, Kind
from readiness.model.sign import Sign
from readiness.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from readiness.checking.outcome import CheckOutcome
    from readiness.model.counts import Counts
    from readiness.model.plan import Plan

_ENFORCED = (Sign.EXPIRED_ACCOUNTS, Sign.LOGON_HOURS)
"""What only a sign-in against Active Directory enforces."""


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


def advise(plan: Plan, counts: Counts, checks: Sequence[CheckOutcome]) -> ModelAdvice:
    """The advice for the users in scope."""
    users = sum(counts.in_scope.get(kind, 0) for kind in USERS)
    # also those without a certificate: they do not synchronise, and need Active Directory
    computers = counts.in_scope.get(Kind.COMPUTER, 0)
    computers += counts.out_of_scope.get("computer-without-certificate", 0)
    return ModelAdvice(
        users,
        plan.identity_model,
        _summary(users, checks),
        _cloud_only(users, computers),
        computers,
        tuple(_signs(checks, plan)),
    )


def section(advice: ModelAdvice) -> Section:
    """The advice as a table."""
    rows: list[tuple[Any, ...]] = [
        (
            consequence.subject,
            _number_cell(consequence),
            consequence.password_hash_sync,
            consequence.pass_through,
            consequence.federated,
        )
        for consequence in sorted(advice.consequences, key=lambda fact: -(fact.count or 0))
        if consequence.count != 0
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


def _number_cell(consequence: Consequence) -> object:
    """The number of accounts, which leads to the findings if there are any."""
    if consequence.count is None:
        return f"not counted: {consequence.why_not_counted}"
    if not consequence.is_reported:
        return consequence.count
    return {"text": f"{consequence.count:,}", "find": {"check": consequence.check}}


def _signs(checks: Sequence[CheckOutcome], plan: Plan) -> Iterator[Consequence]:
    """What each sign means that some check looks for."""
    for sign, signal in SIGNALS.items():
        for check in checks:
            if check.sign_of is not sign:
                continue
            number = _number(check)
            reason = check.reason
            if sign is Sign.UNFEDERATED_SUFFIX and not plan.federated_domains:
                # the check says first that federation is not planned, which is no help here
                reason = "no federated domain was given"
            yield Consequence(
                check.id,
                signal.subject,
                number,
                reason if number is None else None,
                *signal[1:],
                is_reported=check.status == "ran",
            )


def _number(check: CheckOutcome) -> int | None:
    """The findings of a check, be it under another model than the planned one."""
    if check.status == "ran":
        return check.findings
    # the models that ask for it find the same, but for what their plans leave out
    return max(check.by_other_model.values(), default=None)


def _summary(users: int, checks: Sequence[CheckOutcome]) -> str:
    """What tells the models apart, as far as these accounts do."""
    if not users:
        return "No user is in scope."
    # without these three the comparison would be a guess
    telling = [check for check in checks if check.sign_of in (*_ENFORCED, Sign.SMART_CARDS)]
    unknown = [check.id for check in telling if _number(check) is None]
    if unknown:
        return f"What was not counted may matter: {', '.join(unknown)}."
    enforced = sum(_number(check) or 0 for check in telling if check.sign_of in _ENFORCED)
    cards = sum(_number(check) or 0 for check in telling if check.sign_of is Sign.SMART_CARDS)
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
