"""Drafts what could be changed of the objects that findings are about."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from readiness.cloud.matching.outcome import Outcome
from readiness.directory.addresses.mail_address import fold_proxy
from readiness.errors import UsageError
from readiness.model.finding import SUPPRESSED, Severity
from readiness.model.values import visible
from readiness.remediation.making.draft import NAME, Draft
from readiness.remediation.making.entry_reader import ADDRESS, kept
from readiness.remediation.making.repairs import repairs_of
from readiness.remediation.making.rules import covers
from readiness.remediation.repair_plan.change import Advice, Edit
from readiness.remediation.repair_plan.permitted import (
    ATTRIBUTES,
    forbidden,
    out_of_scope,
    protection,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from readiness.advice.steps.action_step import ActionStep
    from readiness.model.entry import Entry
    from readiness.model.finding import FindingRow
    from readiness.pipeline.result import Result
    from readiness.remediation.making.entry_reader import Key
    from readiness.remediation.making.rules import Rules
    from readiness.remediation.repair_plan.change import Change

_NO_GUID = "the source tells no objectGUID, so that no program could be sure to find it again"
_TWICE = "two objects of the sources have its objectGUID"

_VALUE_MAX, _OTHERS_MAX = 100, 3
"""What stands in one line of advice: no longer a value, no more other objects."""


class Drafting:
    """The findings that are to be mended, and the drafts of the objects that they are about."""

    def __init__(self, result: Result, rules: Rules) -> None:
        """Take the findings of a scan, as far as the rules want them mended."""
        self._rules = rules
        self._steps = result.action_plan.steps
        self._synced = {
            row.guid for row in result.tenant_outcomes() if row.outcome == Outcome.ALREADY_SYNCED
        }
        only_step = _step_of(result, rules.step)
        self.findings: defaultdict[str, list[FindingRow]] = defaultdict(list)
        """Those that are to be mended, by the GUID of the object."""
        self._entries: dict[str, Entry] = {}
        self._drafts: dict[str, Draft] = {}
        self._advice: list[Advice] = []
        self._twice: set[str] = set()
        for finding in result.findings():
            if not finding.dn or finding.state == SUPPRESSED or not rules.is_below(finding.dn):
                continue
            # what no plan can mend is worth a line of advice only if it keeps somebody from syncing
            is_ours = finding.attribute.lower() in ATTRIBUTES or finding.proposal is not None
            if not rules.wants(finding, only_step) or not (
                is_ours or finding.severity >= Severity.ERROR
            ):
                continue
            if finding.guid is not None:
                self.findings[finding.guid].append(finding)
            elif finding.proposal is not None:
                self._advice.append(Advice(finding.dn, finding.check, _NO_GUID))

    def look_at(self, entry: Entry) -> None:
        """Draft the changes of an object, if there are any."""
        guid = entry.guid
        if guid is None or not self._rules.is_below(entry.dn):
            return
        if guid in self._entries:
            self._twice.add(guid)
            return
        findings = self.findings.get(guid, [])
        repairs = repairs_of(entry, findings, self._rules)
        if not repairs and not findings:
            return
        # read once more later would be dearer than to keep the few that findings are about
        entry = self._entries[guid] = kept(entry, self._rules.plan)
        if why := protection(entry) or out_of_scope(entry):
            checks = {finding.check for finding in findings if finding.proposal}
            self._advice += [Advice(entry.dn, check, _left_alone(why)) for check in checks]
            return
        draft = Draft(entry, guid, self._step(findings), is_synced=guid in self._synced)
        self._drafts[guid] = draft
        for repair in repairs:
            new = tuple(
                candidate.value for candidate in repair.candidates if candidate.value is not None
            )
            old = () if repair.old is None else (repair.old,)
            if why := forbidden(Edit(repair.attribute, old, new)):
                self._advice += [
                    Advice(entry.dn, check, _left_alone(why)) for check in repair.checks
                ]
            else:
                draft.repairs.append(repair)

    def finished_drafts(self) -> list[Draft]:
        """The drafts of objects that are told apart by their GUIDs."""
        # the same export twice, or a copied forest: a change might hit either
        for guid in sorted(self._twice):
            draft = self._drafts.pop(guid, None)
            if draft:
                checks = {check for repair in draft.repairs for check in repair.checks}
                self._advice += [Advice(draft.entry.dn, check, _TWICE) for check in checks]
        return list(self._drafts.values())

    def shared_keys(self) -> set[Key]:
        """The addresses of which findings say that others hold them, too."""
        return {
            (ADDRESS, key)
            for guid, findings in self.findings.items()
            if guid in self._drafts
            for finding in findings
            if finding.related and finding.value and (key := fold_proxy(finding.value))
        }

    def wishes(self, drafts: Iterable[Draft]) -> dict[str, tuple[Draft, str, str]]:
        """The names that people should have and nothing proposes, in the one verified domain.

        By the GUID, the draft and the check that says that the name cannot stay. The scan proposes
        no name that somebody holds or would get as well, so this is where to look for the obstacle.
        """
        found = {}
        domain = self._rules.only_domain
        for draft in drafts:
            local = (draft.entry.first("userPrincipalName") or "").rpartition("@")[0]
            if (
                not domain
                or not local
                or any(repair.attribute.lower() == NAME for repair in draft.repairs)
            ):
                continue
            for finding in self.findings.get(draft.guid, ()):
                is_name = finding.attribute.lower() == NAME
                if is_name and finding.severity >= Severity.ERROR and not finding.related:
                    found[draft.guid] = draft, finding.check, f"{local}@{domain}"
        return found

    def advice(
        self,
        drafts: Iterable[Draft],
        changes: Iterable[Change],
        refused: Collection[Advice],
        settled: AbstractSet[tuple[str, FindingRow]],
    ) -> Iterator[Advice]:
        """What no change of the plan mends, beside what was refused.

        `settled` are the GUIDs and findings of objects that need no change when others have theirs.
        """
        yield from self._advice
        yield from refused
        explained = {(advice.dn, advice.check) for advice in refused}
        mended = {(change.guid, check) for change in changes for check in change.checks}
        for draft in drafts:
            for finding in self.findings.get(draft.guid, ()):
                dn, check = draft.entry.dn, finding.check
                is_open = (draft.guid, check) not in mended and (dn, check) not in explained
                if (draft.guid, finding) in settled:
                    continue
                if is_open and finding.severity >= Severity.ERROR:
                    yield Advice(dn, check, _sentence(finding))

    def _step(self, findings: Iterable[FindingRow]) -> int | None:
        steps = (
            step.step for step in self._steps if any(covers(step, finding) for finding in findings)
        )
        return next(steps, None)


def _step_of(result: Result, number: int | None) -> ActionStep | None:
    """The step of the action plan that has a number; None for none.

    Raises:
        UsageError: the action plan has no such step.
    """
    steps = result.action_plan.steps
    if number is None or 1 <= number <= len(steps):
        return None if number is None else steps[number - 1]
    has = f"has steps 1 to {len(steps)}" if steps else "has no steps"
    raise UsageError(f"--step {number}: the action plan {has}")


def _sentence(finding: FindingRow) -> str:
    """What a finding says, of what and beside whom."""
    is_short = finding.value is not None and len(finding.value) <= _VALUE_MAX
    value = f" “{visible(finding.value or '')}”" if is_short else ""
    others = [visible(dn) for dn in finding.related[:_OTHERS_MAX]]
    if (more := len(finding.related) - _OTHERS_MAX) > 0:
        others.append(f"and {more:,} more")
    whom = f": {'; '.join(others)}" if others else ""
    return f"{finding.attribute}{value} {finding.message}{whom}"


def _left_alone(why: str) -> str:
    return f"change it yourself, if at all: {why}"
