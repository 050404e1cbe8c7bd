"""The evidence of the HTML report: checks, what is left out, what was accepted, as plain lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from readiness.advice.section import Section

if TYPE_CHECKING:
    from readiness.checking.outcome import CheckOutcome
    from readiness.pipeline.result import OutOfScope, Result

_NAMED = 40
"""So many objects are named for each reason to be left out: paper has an end."""

REASONS = {
    "computer-without-certificate": "Computers without a certificate: only those that are"
    " prepared for hybrid join synchronise.",
    "conflict-object": "Losers of a replication conflict.",
    "contact-without-mail": "Contacts without a mail address.",
    "deleted": "Tombstones of what has been deleted, which few exports hold.",
    "critical-system-object": "Built-in accounts and groups of Active Directory.",
    "excluded-ou": "Objects in organisational units that were excluded, or not included.",
    "exchange-system-recipient": "Mailboxes and folders that Exchange keeps for itself.",
    "group-not-mail-or-security-enabled": "Groups that are neither for security nor for mail.",
    "linked-mailbox": "Linked mailboxes: the account in the other forest synchronises.",
    "not-synchronised-kind": "Containers, policies and other kinds that never synchronise.",
    "opted-out": "Objects that adminDescription keeps out.",
    "sam-account-name-missing": "Users and groups without a sAMAccountName.",
    "service-account": "Accounts of the synchronisation and of remote support.",
    "system-mailbox": "System mailboxes of Exchange.",
}
"""What the reasons of the JSON report mean."""


class Checks(NamedTuple):
    """The checks by what became of them, each list with the gravest first."""

    speaking: list[CheckOutcome]
    """Those that found something, even if they crashed later."""
    silent: list[CheckOutcome]
    skipped: list[CheckOutcome]
    crashed: list[CheckOutcome]


def checks_of(result: Result) -> Checks:
    """The checks by what became of them."""
    checks = Checks([], [], [], [])
    # of the checks of one severity those first that the plan begins with
    plan = result.action_plan.steps
    steps = {check: step.step for step in reversed(plan) for check in step.checks}
    ranked = sorted(
        result.checks,
        key=lambda it: (-it.gravest, steps.get(it.id, len(plan) + 1), -it.findings, it.id),
    )
    for check in ranked:
        if check.status == "crashed":
            checks.crashed.append(check)
        elif check.status == "skipped":
            checks.skipped.append(check)
        elif not check.findings:
            checks.silent.append(check)
        # a check that crashed may have found something before, which is shown with the others
        if check.findings:
            checks.speaking.append(check)
    return checks


class Reason(NamedTuple):
    """Why objects are left out."""

    reason: str
    text: str
    number: int
    objects: list[OutOfScope]
    """The first of them."""


def out_of_scope(result: Result) -> list[Reason]:
    """The reasons why objects are left out, that of most objects first."""
    named: dict[str, list[OutOfScope]] = {}
    for entry in result.out_of_scope():
        objects = named.setdefault(entry.reason, [])
        if len(objects) < _NAMED:
            objects.append(entry)
    counts = result.counts.out_of_scope
    return [
        Reason(reason, REASONS.get(reason, ""), counts[reason], named.get(reason, []))
        for reason in sorted(counts, key=lambda name: (-counts[name], name))
    ]


def accepted(result: Result) -> list[Section]:
    """What somebody has decided to accept: budgets and suppressions."""
    sections = []
    if result.gate.budgets:
        sections.append(_budgets(result))
    if result.suppressions:
        sections.append(_suppressions(result))
    return sections


def _budgets(result: Result) -> Section:
    rows: list[tuple[Any, ...]] = [
        (used.budget.target, used.findings, used.allowed, not used.is_exceeded)
        for used in result.gate.budgets
    ]
    return Section(
        "budgets",
        "Budgets",
        "So many findings of a check or a severity are allowed before the gate fails.",
        ("Check or severity", "Findings", "Allowed", "Kept"),
        rows,
    )


def _suppressions(result: Result) -> Section:
    rows: list[tuple[Any, ...]] = []
    for outcome in result.suppressions:
        rule = outcome.suppression
        # a rule may name a person, and who reads a redacted report shall not
        about = rule.value if result.redaction == "none" else "hidden"
        expires = None if rule.expires is None else rule.expires.isoformat()
        rows.append(
            (
                rule.check,
                f"{rule.scope} {about}",
                rule.reason,
                rule.owner,
                expires,
                outcome.findings,
                outcome.warning,
            )
        )
    return Section(
        "suppressions",
        "Suppressions",
        "Findings that somebody accepted. They are listed and marked, but do not count for the"
        " verdict; once a suppression has expired, they count again.",
        ("Check", "About", "Reason", "Owner", "Expires", "Findings", "To do"),
        rows,
    )
