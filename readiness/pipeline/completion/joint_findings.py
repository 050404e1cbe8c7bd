"""Finds what takes more than one entry to see: who shares a key with whom, and what counts tell."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from readiness.model.counts import count
from readiness.model.entry import Kind
from readiness.model.finding import Finding, Severity, Withdrawal
from readiness.pipeline.processes.worker import CANDIDATES, FINDINGS, HOLDERS, Candidate
from readiness.storage.sorted_runs import RunWriter, sorted_rows
from readiness.uniqueness.comparison import compare, conclude

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readiness.pipeline.state import ScanState
    from readiness.storage.sorted_runs import Row

_COMPARED = "compared"
"""The sorted runs of what comparing found, by ordinal."""


def store_joint_findings(state: ScanState) -> None:
    """Store what comparing the candidates finds, and what the counts tell, among the findings."""
    _compare(state)
    _store_compared(state)
    _conclude(state)


def _compare(state: ScanState) -> None:
    """Show the checks who shares a key with whom.

    What they say comes by key; it waits on disk, to be completed in the order of the entries.
    """
    folder = state.folder
    compared = RunWriter(folder, _COMPARED, "0")
    holders = sorted_rows(folder, HOLDERS)
    checks = (*state.checks, *state.silent)
    listen = state.shared_keys.take if state.shared_keys else None
    said = compare(checks, holders, folder, state.crashes, listen)
    for number, finding in enumerate(said):
        if isinstance(finding, Withdrawal):
            state.withdrawn[finding.check].add(finding.ordinal)
        elif finding.check in state.rows.reported:
            *fields, severity = finding
            # as a number, since rows on disk take no enum
            milder = None if severity is None else int(severity)
            # numbered, so that no field is compared that may be None
            compared.extend(((finding.ordinal, number, *fields, milder),))
        else:
            count(state.counts.unreported, (finding.check, finding.attribute))
    compared.flush()


def _store_compared(state: ScanState) -> None:
    """Store what comparing found among the findings, with what is known of the entries."""
    findings = RunWriter(state.folder, FINDINGS, _COMPARED)
    compared = groupby(sorted_rows(state.folder, _COMPARED), key=itemgetter(0))
    entries = map(Candidate._make, sorted_rows(state.folder, CANDIDATES))
    entry, lost = next(entries, None), 0
    for ordinal, rows in compared:
        while entry and entry.ordinal < ordinal:  # both are sorted
            entry = next(entries, None)
        if entry and entry.ordinal == ordinal:
            findings.extend(_completed(state, entry, rows))
        else:  # the process that looked it up died before it had written everything
            lost += 1
    findings.flush()
    if lost:
        what = "what entries share with others is lost"
        state.trouble.append(f"{what} for {lost:,} of them: scan again")


def _completed(state: ScanState, entry: Candidate, rows: Iterator[Row]) -> Iterator[Row]:
    """Count what comparing found about one entry, and make rows of findings of it."""
    unasked = state.partitions.missing_at(entry.ordinal)
    for _, _, *fields, milder in rows:
        finding = Finding._make((*fields, milder and Severity(milder)))
        if finding.check in unasked:
            continue
        row = state.rows.row(finding, entry.kind, entry)
        state.rows.count((row,), state.counts)
        yield row


def _conclude(state: ScanState) -> None:
    """Show the checks the counts."""
    findings = RunWriter(state.folder, FINDINGS, "concluded")
    checks = (*state.checks, *state.silent)
    for finding in conclude(checks, state.counts, state.crashes):
        if finding.check in state.rows.reported:
            rows = (state.rows.row(finding, Kind.OTHER.value, None),)
            state.rows.count(rows, state.counts)
            findings.extend(rows)
        else:
            count(state.counts.unreported, (finding.check, finding.attribute))
    findings.flush()
