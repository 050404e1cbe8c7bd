"""What the templates of the HTML report are shown of a result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from readiness.directory.addresses.dns_domain import data_date
from readiness.model.entry import USERS
from readiness.reports.html.parts.bars import Rung, ladder
from readiness.reports.html.parts.cloud_rows import CloudPart, cloud_part
from readiness.reports.html.parts.evidence import (
    Checks,
    Reason,
    accepted,
    checks_of,
    out_of_scope,
)
from readiness.reports.html.parts.history_chart import Trend, trend_of
from readiness.reports.html.parts.overview import Overview, overview
from readiness.reports.html.parts.suffix_rows import SuffixRow, suffix_rows
from readiness.reports.html.parts.tenant_rows import TenantPart, tenant_part
from readiness.reports.html.parts.wave_tables import WaveTable, wave_tables
from readiness.reports.html.prospects import MORE, has_prospects
from readiness.reports.serialized.head import serialized_head
from readiness.reports.texts.answer import Answer, answer, promised_steps
from readiness.reports.texts.next_commands import (
    assessing_command,
    export_commands,
    plan_command,
    preview_command,
)
from readiness.reports.texts.phrases import is_assessed, problems, ready_label, unasked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from readiness.advice.section import Section
    from readiness.advice.steps.action_plan import LaterDecision
    from readiness.advice.steps.action_step import ActionStep
    from readiness.advice.steps.obstacles import Blocked
    from readiness.gating.verdict import Outlook
    from readiness.pipeline.result import Result

_SUFFIXES = 20
"""So many suffixes have a row; the JSON report has them all."""


class KindCount(NamedTuple):
    """How many objects of a kind are ready."""

    kind: str
    ready: int
    in_scope: int
    label: str
    """What stands behind the numbers: whether they are known, and what was accepted."""


class PlannedStep(NamedTuple):
    """A step of the plan, and the commands that plan its changes."""

    step: ActionStep
    command: str | None
    """None where no program can change anything."""
    exports: list[tuple[str, str, str]]
    """The name, the use and the command of what can be made of the plan."""


class Link(NamedTuple):
    """A line of the contents."""

    id: str
    title: str
    number: int | None = None


class Part(NamedTuple):
    """Lines of the contents under one title."""

    title: str
    links: list[Link]


@dataclass(frozen=True)
class Page:
    """The page but for its findings, in the order in which it shows it."""

    head: dict[str, Any]
    """As in the JSON report."""
    moment: str
    answer: Answer
    ladder: list[Rung]
    problems: list[str]
    is_read: bool
    """Whether everything was read; what was not exported, or a check that crashed, is missing
    all the same."""
    command: str | None
    """What settles what the plan leaves open, if it leaves anything open."""
    kinds: list[KindCount]
    people: Outlook
    is_assessed: bool
    """Whether it is known who is ready, and not only in whom no error was found so far."""
    objects_in_scope: int
    plan: Sequence[PlannedStep]
    later: Sequence[LaterDecision]
    """What is left to decide once the plan is done."""
    promised_steps: int
    """So many steps of the plan does the answer promise something of."""
    preview_command: str
    suffixes: list[SuffixRow]
    more_suffixes: int
    waves: list[WaveTable]
    cloud: CloudPart | None
    prospects_note: str
    """Of which objects it can be seen what becomes of them; empty where nobody asked for it."""
    tenant: TenantPart | None
    advisers: list[Section]
    checks: Checks
    blocked: Mapping[str, Blocked]
    """What each check of errors keeps from being ready."""
    step_of: dict[str, ActionStep]
    """The first step of the plan about each check."""
    unasked: list[str]
    """What would make more checks run."""
    overview: Overview
    out_of_scope: list[Reason]
    trend: Trend | None
    accepted: list[Section]
    data_date: str

    @property
    def total(self) -> int:
        """The number of findings."""
        return sum(check.findings for check in self.checks.speaking)

    @property
    def contents(self) -> list[Part]:
        """The contents: what the page has, in its order."""
        plan = [Link("plan", "Action plan", len(self.plan))] if self.plan else []
        before = [
            *([Link("suffixes", "Sign-in suffixes")] if self.suffixes else []),
            *([Link("waves", "Waves")] if self.waves else []),
            *([Link("cloud", "In the cloud")] if self.cloud else []),
            *([Link("tenant", "Existing tenant")] if self.tenant else []),
            *([Link("anchor", "Anchor and model")] if self.advisers else []),
        ]
        groups = len(self.overview.duplicates.groups) + self.overview.duplicates.unlisted
        evidence = [
            Link("checks", "By check", len(self.checks.speaking)),
            Link("findings", "Findings", self.total),
            *([Link("duplicates", "Duplicates", groups)] if groups else []),
            Link("left-out", "Left out", self.head["summary"]["out_of_scope"]),
            *([Link("trend", "Trend")] if self.trend else []),
            *(Link(section.id, section.title) for section in self.accepted),
            Link("about", "About this scan"),
        ]
        parts = [
            Part("", [Link("answer", "Answer"), *plan]),
            Part("Before the sync", before),
            Part("Evidence", evidence),
        ]
        return [part for part in parts if part.links]


def page_of(result: Result) -> Page:
    """Everything that the page says, from one look at all findings."""
    head = serialized_head(result)
    checks = checks_of(result)
    suffixes = list(suffix_rows(result))
    return Page(
        head=head,
        moment=f"{result.plan.now:%d %b %Y, %H:%M} UTC",
        answer=answer(result),
        ladder=ladder(result),
        problems=problems(result),
        is_read=not result.assessment.gaps.unread,
        command=_command(result),
        kinds=list(_kinds(result)),
        people=result.people,
        is_assessed=is_assessed(result),
        objects_in_scope=result.objects.in_scope,
        plan=[_planned(result, step) for step in result.action_plan.steps],
        later=result.action_plan.later,
        promised_steps=promised_steps(result),
        preview_command=preview_command(result),
        suffixes=suffixes[:_SUFFIXES],
        more_suffixes=max(len(suffixes) - _SUFFIXES, 0),
        waves=wave_tables(result),
        cloud=cloud_part(result),
        prospects_note=_prospects_note(result),
        tenant=tenant_part(result),
        advisers=[section for section in result.sections if section.id != "suffixes"],
        checks=checks,
        blocked=result.action_plan.by_check,
        step_of=_step_of(result),
        unasked=list(unasked(result.checks)),
        overview=overview(result),
        out_of_scope=out_of_scope(result),
        trend=trend_of(result),
        accepted=accepted(result),
        data_date=data_date(),
    )


def _step_of(result: Result) -> dict[str, ActionStep]:
    """The first step of the plan about each check."""
    steps = reversed(result.action_plan.steps)
    return {check: step for step in steps for check in step.checks}


def _planned(result: Result, step: ActionStep) -> PlannedStep:
    command = plan_command(result, step)
    return PlannedStep(step, command, export_commands(step.step) if command else [])


def _kinds(result: Result) -> Iterator[KindCount]:
    """People first, then the other kinds, the most frequent first."""
    counts, people = result.counts, result.people
    if people.in_scope:
        label = ready_label(result, people.accepted)
        yield KindCount("People", people.ready, people.in_scope, label)
    others = [kind for kind in counts.in_scope if kind not in USERS]
    for kind in sorted(others, key=lambda name: (-counts.in_scope[name], name)):
        in_scope = counts.in_scope[kind]
        ready = in_scope - counts.not_ready.get(kind, 0)
        label = ready_label(result, counts.accepted.get(kind, 0))
        yield KindCount(f"{kind[:1].upper()}{kind[1:]}s", ready, in_scope, label)


def _prospects_note(result: Result) -> str:
    if not (result.counts.previewed or result.tenant):
        return ""
    if not has_prospects(result):
        return (
            "What each object becomes is left out, since masked names do not tell objects apart:"
            " --redact pseudonyms keeps it."
        )
    return (
        "“Objects” shows what each becomes in the cloud and meets in the tenant: those with a"
        f" finding here, and the first {MORE:,} others of which something changes."
    )


def _command(result: Result) -> str | None:
    if not result.assessment.unasked or result.plan.verified_domains:
        return None
    return assessing_command(result)
