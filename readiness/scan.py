"""A scan from end to end: read, scope and examine; then compare; then judge."""

from __future__ import annotations

import shutil
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, groupby, islice
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING

from readiness.compare import compare, conclude
from readiness.doc import doc_of
from readiness.errors import SourceError
from readiness.fingerprint import Fingerprints
from readiness.found import Crash, Located, Recalled, located
from readiness.gate import Judged, judge
from readiness.ledger import PARTITIONS
from readiness.model import Finding, Severity, Tally, count
from readiness.place import part_of
from readiness.result import FINDINGS, LEFT_OUT, CheckOutcome, Result, SourceOutcome
from readiness.spill import Spill, in_order, write
from readiness.standing import KNOWN, SUPPRESSED, Standing
from readiness.team import Lost, Team, team
from readiness.worker import PROBLEMS, Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from readiness.baseline import Baseline
    from readiness.brief import Brief
    from readiness.gate import Budget
    from readiness.sources import Part, Source
    from readiness.spill import Row
    from readiness.suppress import Suppression

_WORTH_A_CREW = 5
"""A scan of fewer parts is done by one process: to start others would take longer."""
_COUNTED = Tally()
"""What is left of the counts of a part: those of thousands would take much memory."""
_RECALLED = 1000
"""So many entries are read again in one task."""


@dataclass(frozen=True)
class Order:
    """What is to be scanned, and how."""

    brief: Brief
    sources: Sequence[Source]
    fail_on: Severity | None
    jobs: int
    left_aside: dict[str, str]
    """Checks that shall not run, by id, and why."""
    budgets: Sequence[Budget] = ()
    suppressions: Sequence[Suppression] = ()
    baseline: Baseline | None = None
    is_pinned: bool = False
    """Whether the time stands still, for reports that are the same octet for octet."""


class Scan:
    """The state of a scan while it runs."""

    def __init__(self, order: Order, progress: Callable[[int, int], None]) -> None:
        """Begin; `progress` is told the entries and octets that have been read so far."""
        self._order = order
        self._progress = progress
        self._folder = order.brief.folder
        self._started = time.monotonic()
        self._checks, self._skipped = order.brief.checks()
        self._surveys = order.brief.surveys(self._skipped)
        self._outcomes = [SourceOutcome(one.location, one.kind) for one in order.sources]
        self._parts: list[tuple[int, Part | None]] = []
        """The source of each part, and the part itself if it can be read again."""
        self._read: dict[int, Outcome] = {}
        self._tally = Tally(noted={survey.id: 0 for survey in self._surveys})
        self._crashes: dict[str, Crash] = {}
        self._trouble: list[str] = []
        self._withdrawn: set[int] = set()

    def run(self) -> Result:
        """Do everything."""
        tasks = self._tasks()
        head = list(islice(tasks, _WORTH_A_CREW))
        size = self._order.jobs if len(head) == _WORTH_A_CREW else 1
        with team(self._order.brief, size) as hands:
            self._unless_lost(self._examine, hands, chain(head, tasks))
            self._unless_lost(self._settle, hands)
            self._unless_lost(self._recall, hands)
            self._unless_lost(self._settle, hands)
        self._tell_problems()
        self._compare()
        return self._result()

    def _unless_lost(self, step: Callable[..., None], *given: object) -> None:
        """Take a step with those who live; that somebody died is told."""
        try:
            step(*given)
        except Lost as lost:
            self._trouble.append(str(lost))

    def _tasks(self) -> Iterator[tuple[int, Part]]:
        """The parts of all sources, numbered; a source that breaks is told, and the next begins."""
        for index, source in enumerate(self._order.sources):
            try:
                for part in source.parts(self._order.jobs):
                    self._parts.append((index, part if part.is_kept else None))
                    yield len(self._parts) - 1, part
            except SourceError as error:
                self._outcomes[index].problems.append(str(error))

    def _examine(self, hands: Team, tasks: Iterator[tuple[int, Part]]) -> None:
        octets = 0
        for outcome in hands.share("read", tasks):
            self._read[outcome.part] = outcome
            self._tally += outcome.tally
            self._outcomes[self._parts[outcome.part][0]].entries += outcome.tally.entries
            outcome.tally = _COUNTED
            octets += sum(shelved.length for shelved in outcome.shelf)
            self._progress(self._tally.entries, octets)

    def _settle(self, hands: Team) -> None:
        for crashes in hands.each("settle"):
            self._crashes |= crashes

    def _recall(self, hands: Team) -> None:
        """Read the entries again whose keys may meet those of others."""
        for taken in hands.share("shared", ((number,) for number in range(PARTITIONS))):
            self._withdrawn.update(taken)
        rows = in_order(self._folder, "candidates-*.run")
        for _ in hands.share("recall", self._recall_tasks(place for (place,), _ in groupby(rows))):
            pass

    def _recall_tasks(
        self, places: Iterator[int]
    ) -> Iterator[tuple[Part | None, Outcome, list[int]]]:
        for number, mine in groupby(places, key=part_of):
            while number in self._read and (some := list(islice(mine, _RECALLED))):
                yield self._parts[number][1], self._read[number], some

    def _tell_problems(self) -> None:
        """Put the problems of the parts into the words of their sources, with their lines."""
        changed: set[int] = set()
        for number, first_line in enumerate(self._first_lines()):
            index = self._parts[number][0]
            source, outcome = self._outcomes[index], self._read.get(number)
            if outcome is None or index in changed:
                continue
            problems = outcome.problems
            if outcome.change:
                changed.add(index)
                problems = [*problems, outcome.change]
            for line, message in problems[: max(PROBLEMS - len(source.problems), 0)]:
                place = f":{first_line + line}" if source.kind == "ldif" else ""
                source.problems.append(f"{source.location}{place}: {message}")
            source.unlisted += outcome.unlisted

    def _first_lines(self) -> list[int]:
        """The number of lines before each part in its source."""
        passed = [0] * len(self._outcomes)
        first = []
        for number, (index, _) in enumerate(self._parts):
            first.append(passed[index])
            outcome = self._read.get(number)
            passed[index] += outcome.lines if outcome else 0
        return first

    def _compare(self) -> None:
        """Let the checks compare what the entries mention, and then conclude."""
        compared = Spill(self._folder, "compared")
        rows = in_order(self._folder, "mentioned-*.run")
        checks, severities = (*self._checks, *self._surveys), self._order.brief.severities
        for finding in compare(checks, rows, self._folder, self._crashes):
            if finding.check in severities:
                compared.add((finding.place, *finding))
            else:
                count(self._tally.noted, finding.check)
        compared.flush()
        found = Spill(self._folder, "found-compared")
        for row in self._joined(in_order(self._folder, "compared-*.run")):
            found.add(row)
        for finding in conclude(checks, self._tally, self._crashes):
            if finding.check not in severities:
                count(self._tally.noted, finding.check)
                continue
            count(self._tally.findings, finding.check)
            found.add(located(finding, severities[finding.check], None))
        found.flush()

    def _joined(self, compared: Iterator[Row]) -> Iterator[Located]:
        """The findings of comparisons, by place, with what is known of their entries."""
        recalled = map(Recalled._make, in_order(self._folder, "recalled-*.run"))
        entry = next(recalled, None)
        for place, rows in groupby(compared, key=itemgetter(0)):
            while entry is not None and entry.place < place:
                entry = next(recalled, None)
            if entry is None:
                return
            is_ready = not entry.is_spoilt
            for row in rows:
                finding = Finding._make(row[1:])
                severity = self._order.brief.severities[finding.check]
                count(self._tally.findings, finding.check)
                if is_ready and severity == Severity.ERROR:
                    self._tally.spoil(entry.kind, entry.suffix, entry.group)
                    is_ready = False
                yield located(finding, severity, entry)

    def _result(self) -> Result:
        order, plan = self._order, self._order.brief.plan
        standing = Standing(order.suppressions, order.baseline, plan.now.date())
        write(self._folder / FINDINGS, self._reported(standing))
        left_out = in_order(self._folder, "left-out-*.run")
        write(self._folder / LEFT_OUT, ((dn, kind, why) for _, _, dn, kind, why in left_out))
        for crash in self._crashes.values():
            about = f" about “{crash.dn}”" if crash.dn else ""
            self._trouble.append(f"the check {crash.check} crashed{about}: “{crash.error}”")
        checks = tuple(self._check_outcomes(standing))
        suppressions = standing.suppressions.outcomes()
        unread = len(self._trouble) + sum(
            len(one.problems) + one.unlisted for one in self._outcomes
        )
        return Result(
            plan=plan,
            seconds=0.0 if order.is_pinned else time.monotonic() - self._started,
            sources=tuple(self._outcomes),
            checks=checks,
            tally=self._tally,
            gate=judge(
                [Judged(check.id, check.severity, check.counting) for check in checks],
                fail_on=order.fail_on,
                in_scope=sum(self._tally.in_scope.values()),
                unread=unread,
                budgets=order.budgets,
                is_compared=order.baseline is not None,
            ),
            trouble=tuple(self._trouble),
            folder=self._folder,
            baseline=standing.outcome({check.id for check in checks if check.status == "ran"}),
            suppressions=suppressions,
            warnings=(
                *(warning for one in order.sources for warning in getattr(one, "warnings", ())),
                *(one.warning for one in suppressions if one.warning),
            ),
            by=order.brief.by,
        )

    def _reported(self, standing: Standing) -> Iterator[Row]:
        """Every Reported, as numbers and texts: with its line in the file, its proposal if free."""
        first_lines, fingerprints = self._first_lines(), Fingerprints()
        for row in map(Located._make, in_order(self._folder, "found-*.run")):
            source, line = self._whence(row, first_lines)
            entry = row.guid or row.dn_folded
            digest = fingerprints.of(row.check, entry, row.attribute, row.value)
            yield (
                row.check,
                -row.rank,
                row.dn,
                row.kind,
                row.guid,
                row.attribute,
                row.value,
                row.message,
                None if self._withdrawn.intersection(row.offered) else row.proposal,
                row.related,
                source,
                line,
                digest,
                *standing.of(row.check, row.dn, row.guid, digest),
            )

    def _whence(self, row: Located, first_lines: Sequence[int]) -> tuple[str, int | None]:
        """The location of the source of a finding, and its line there, if it has one."""
        if not row.dn:  # it is about the whole directory
            return "", None
        part = part_of(row.place)
        source = self._outcomes[self._parts[part][0]]
        has_line = source.kind == "ldif" and row.line is not None
        return source.location, first_lines[part] + (row.line or 0) if has_line else None

    def _check_outcomes(self, standing: Standing) -> Iterator[CheckOutcome]:
        severities, aside = self._order.brief.severities, self._order.left_aside
        for name, check in self._order.brief.classes().items():
            doc = doc_of(check)
            reason = aside.get(name) or self._skipped.get(name)
            crash = self._crashes.get(name)
            yield CheckOutcome(
                name,
                severities.get(name, check.severity),
                "crashed" if crash else "skipped" if reason else "ran",
                crash.error if crash else reason,
                self._tally.findings.get(name, 0),
                doc,
                suppressed=standing.counts[name, SUPPRESSED],
                known=standing.counts[name, KNOWN],
            )


@contextmanager
def private_folder() -> Iterator[Path]:
    """A temporary folder that nobody else can read, and that is gone in the end."""
    folder = Path(tempfile.mkdtemp(prefix="readiness-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def scan(order: Order, progress: Callable[[int, int], None] = lambda *_: None) -> Result:
    """Scan the sources; the result lasts as long as the folder of the brief.

    Raises:
        UsageError: a check file cannot be loaded.
    """
    return Scan(order, progress).run()
