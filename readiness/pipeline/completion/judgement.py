"""Judges what was found: what became of every check, the verdict, the gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.advice.silent_checks import findings_by_model
from readiness.checking.documentation import doc_of
from readiness.checking.outcome import CheckOutcome, FindingCounts
from readiness.directory.addresses.dns_domain import verified_domains
from readiness.gating.gate import judge
from readiness.gating.verdict import Gaps, assess
from readiness.model.entry import USERS
from readiness.model.finding import KNOWN, SUPPRESSED, Severity
from readiness.pipeline.completion.unmatched_containers import unmatched_containers
from readiness.pipeline.processes.worker import batches_of
from readiness.pipeline.result import Result, outlook, write_out_of_scope
from readiness.storage.kept_batches import kept_batches

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from readiness.gating.finding_state import FindingStates
    from readiness.gating.suppression import SuppressionOutcome
    from readiness.pipeline.completion.prospects import Prospects
    from readiness.pipeline.completion.stored_findings import StoredFindings
    from readiness.pipeline.result import SourceOutcome
    from readiness.pipeline.state import ScanState
    from readiness.tenant.forecasting.tenant_forecast import TenantForecast


def result_of(
    state: ScanState,
    findings: StoredFindings,
    prospects: Prospects,
    tenant: TenantForecast | None,
    seconds: float,
) -> Result:
    """The result of a scan that took so many seconds."""
    request, plan, sources = state.request, state.request.job.plan, state.partitions.sources
    write_out_of_scope(state.folder)
    for crash in state.crashes.values():
        about = f" about “{crash.dn}”" if crash.dn else ""
        state.trouble.append(f"the check {crash.check} crashed{about}: “{crash.error}”")
    checks = tuple(_check_outcomes(state, findings.states))
    suppressions = findings.states.suppressions.outcomes()
    gaps = _gaps(state, sources, tenant)
    if not request.is_pinned:  # what differs each time would make other bytes
        for outcome, source in zip(sources, request.sources, strict=True):
            outcome.requests = getattr(source, "searches", None)
            outcome.server_seconds = getattr(source, "waited", None)
    objects = outlook(state.counts, state.counts.in_scope)
    return Result(
        plan=plan,
        seconds=0.0 if request.is_pinned else seconds,
        sources=tuple(sources),
        checks=checks,
        counts=state.counts,
        assessment=assess(
            checks,
            gaps=gaps,
            objects=objects,
            people=outlook(state.counts, USERS),
            errors=sum(
                share.findings - share.suppressed
                for check in checks
                for share in check.by_severity
                if share.severity >= Severity.ERROR
            ),
            knows_domains=bool(verified_domains(plan)),
            unpredicted=tenant.unpredicted if tenant else 0,
        ),
        gate=judge(
            checks,
            fail_on=request.fail_on,
            in_scope=objects.in_scope,
            unread=sum(gaps),
            budgets=request.budgets,
            has_baseline=request.baseline is not None,
            assumed=tenant.export.waivers if tenant else (),
        ),
        trouble=tuple(state.trouble),
        folder=state.folder,
        stream=findings.read,
        baseline=findings.states.outcome({check.id for check in checks if check.status == "ran"}),
        suppressions=suppressions,
        config_file=request.config_file,
        options=request.options,
        limits=request.limits,
        warnings=tuple(_warnings(state, suppressions)),
        by=request.job.by,
        tenant=tenant,
        action_plan=prospects.plan,
        groups=prospects.groups,
        membership=prospects.people_by,
    )


def _gaps(
    state: ScanState, sources: Sequence[SourceOutcome], tenant: TenantForecast | None
) -> Gaps:
    """What went wrong, by what is to blame: any of it may have hidden an error."""
    problems = len(state.trouble)
    problems += sum(len(source.problems) + source.unlisted for source in sources)
    unexported = sum(source.unexported for source in sources)
    of_tenant = 0
    if tenant:
        of_tenant = len(tenant.export.problems) + bool(tenant.unknown)
    crashed = len(state.crashes)
    return Gaps(problems - unexported - of_tenant - crashed, unexported, of_tenant, crashed)


def _warnings(state: ScanState, suppressions: tuple[SuppressionOutcome, ...]) -> Iterator[str]:
    """What somebody should know who relies on the result."""
    request = state.request
    yield from request.warnings
    if request.job.tenant:
        yield from request.job.tenant.warnings
    yield from state.partitions.warnings
    containers = {"--include-ou": request.job.include, "--exclude-ou": request.job.exclude}
    yield from unmatched_containers(containers, _dns(state))
    for source in request.sources:
        yield from getattr(source, "warnings", ())
    yield from (rule.warning for rule in suppressions if rule.warning)


def _dns(state: ScanState) -> Iterator[str]:
    """The DNs of all entries, in scope or not."""
    for number in state.partitions.numbers():
        for kept in kept_batches(batches_of(state.folder, number)):
            yield from map(kept.batch.dn, range(kept.batch.size))


def _check_outcomes(state: ScanState, states: FindingStates) -> Iterator[CheckOutcome]:
    """What became of every check there is, whether it was to run or not."""
    severities, aside = state.request.job.severities, state.request.left_aside
    silent = {check.id for check in state.silent}
    # also those that were not to run: a report tells what was not asked
    for name, check in state.request.job.classes().items():
        skip, crash = state.skipped.get(name), state.crashes.get(name)
        missing = None if name in aside or skip else state.partitions.missing(name)
        reason = aside.get(name) or (str(skip) if skip else missing.text if missing else None)
        did_run = not reason or (missing and not missing.is_everywhere)
        yield CheckOutcome(
            name,
            severities.get(name, check.severity),
            "crashed" if crash else "ran" if did_run else "skipped",
            crash.error if crash else reason,
            doc_of(check),
            tuple(
                FindingCounts(
                    severity,
                    number,
                    suppressed=states.counts[name, severity, SUPPRESSED],
                    known=states.counts[name, severity, KNOWN],
                )
                for severity in Severity
                if (number := state.counts.findings.get((name, severity), 0))
            ),
            sign_of=check.sign_of,
            own_severity=check.severity,
            by_other_model=findings_by_model(name, silent, state.counts),
            status_reason="deselected"
            if name in aside
            else skip.reason
            if skip
            else "attribute-missing"
            if missing
            else None,
        )
