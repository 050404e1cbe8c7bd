"""What the HTML report says around its findings, as plain lists for the template."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from readiness.advice.section import ROWS, Section
from readiness.model.finding import Severity
from readiness.reports.html.dn_display import path_of, split

if TYPE_CHECKING:
    from readiness.checking.outcome import CheckOutcome
    from readiness.model.finding import FindingRow
    from readiness.pipeline.result import LeftOut, Result

FIRST = 200
"""So many findings can be read without scripts."""
BARS = 8
"""So many bars are drawn in a picture: the rest is in a table."""
_CONTAINERS = 50_000
_LEFT_OUT = 50
"""So many objects are named for each reason to be left out."""

REASONS = {
    "computer-without-certificate": "Computers without a certificate: only those that are"
    " prepared for hybrid join synchronise.",
    "conflict-object": "Losers of a replication conflict.",
    "contact-without-mail": "Contacts without a mail address.",
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


@dataclass
class Survey:
    """What one look at all findings tells."""

    first: list[FindingRow] = field(default_factory=list)
    containers: dict[str, list[int]] = field(default_factory=dict)
    """The number of errors, warnings and infos by container."""

    def add(self, finding: FindingRow) -> None:
        """Take note of a finding."""
        if len(self.first) < FIRST:
            self.first.append(finding)
        parent = split(finding.dn)[1]
        if parent in self.containers or len(self.containers) < _CONTAINERS:
            counts = self.containers.setdefault(parent, [0, 0, 0])
            counts[Severity.ERROR - finding.severity] += 1


def survey(result: Result) -> Survey:
    """Look at every finding once."""
    seen = Survey()
    for finding in result.findings():
        seen.add(finding)
    return seen


def containers(seen: Survey) -> list[dict[str, Any]]:
    """The containers with most errors, for bars."""
    worst = sorted(seen.containers.items(), key=lambda one: ([-n for n in one[1]], one[0]))
    return [{"path": path_of(parent), "counts": counts} for parent, counts in worst[:BARS]]


def checks_by_status(result: Result) -> dict[str, list[CheckOutcome]]:
    """The checks that found something, the gravest first; that found nothing; that did not run."""
    parts: dict[str, list[CheckOutcome]] = {"found": [], "clean": [], "skipped": [], "crashed": []}
    for check in sorted(result.checks, key=_weight):
        if check.status != "ran":
            parts[check.status].append(check)
        if check.findings or check.status == "ran":
            parts["found" if check.findings else "clean"].append(check)
    return parts


def _weight(check: CheckOutcome) -> tuple[int, int, str]:
    return -check.severity, -check.findings, check.id


def frequent(found: list[CheckOutcome]) -> list[CheckOutcome]:
    """The checks with most findings."""
    return sorted(found, key=lambda check: (-check.findings, check.id))[:BARS]


def out_of_scope(result: Result) -> list[dict[str, Any]]:
    """The reasons why objects are left out: their text, their number, the first objects."""
    objects: dict[str, list[LeftOut]] = {}
    for entry in result.out_of_scope():
        some = objects.setdefault(entry.reason, [])
        if len(some) < _LEFT_OUT:
            some.append(entry)
    counts = result.counts.out_of_scope
    return [
        {
            "reason": reason,
            "text": REASONS.get(reason, ""),
            "count": counts[reason],
            "objects": objects.get(reason, []),
        }
        for reason in sorted(counts, key=lambda one: (-counts[one], one))
    ]


def sections(result: Result) -> list[Section]:
    """The parts of the report that are tables."""
    found = [*result.sections]
    if result.gate.budgets:
        found.append(budgets(result))
    if result.by and result.by != "suffix":
        found.append(groups(result, result.by))
    if result.suppressions:
        found.append(suppressions(result))
    return found


def groups(result: Result, by: str) -> Section:
    """The users of each part of the organisation, by what the administrator asked for."""
    counts = result.groups()
    ranked = sorted(counts, key=lambda one: (-counts[one][0], one))
    rows: list[tuple[Any, ...]] = [
        (name, counts[name][0], counts[name][1], {"part": counts[name][1], "of": counts[name][0]})
        for name in ranked[:ROWS]
    ]
    what = {"ou": "organisational unit", "department": "department"}.get(by, by)
    return Section(
        "groups",
        f"Ready by {what}",
        "Users in scope, and how many of them have no error.",
        (what.capitalize(), "Users", "Ready", "Share"),
        rows,
        len(ranked) - len(rows),
    )


def budgets(result: Result) -> Section:
    """What was allowed, and what was found."""
    rows: list[tuple[Any, ...]] = [
        (
            one.budget.target,
            one.findings,
            one.allowed,
            not one.is_exceeded,
        )
        for one in result.gate.budgets
    ]
    return Section(
        "budgets",
        "Budgets",
        "So many findings of a check or a severity are allowed before the gate fails.",
        ("Check or severity", "Findings", "Allowed", "Kept"),
        rows,
    )


def suppressions(result: Result) -> Section:
    """What somebody has decided to accept, with the reason and the end of that."""
    rows: list[tuple[Any, ...]] = []
    for one in result.suppressions:
        rule = one.suppression
        about = rule.value if result.redaction == "none" else "hidden"
        rows.append(
            (
                rule.check,
                f"{rule.scope} {about}",
                rule.reason,
                rule.owner,
                None if rule.expires is None else rule.expires.isoformat(),
                one.findings,
                one.warning,
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
