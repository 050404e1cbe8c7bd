"""What a process of a scan has to know before it begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from readiness.advice.silent_checks import silent_checks
from readiness.checking.check import Skip
from readiness.checking.registry import built_in, by_id
from readiness.isolation.declaration import CHECK_TIMEOUT, class_of
from readiness.pipeline.preview.keys import attributes_previewed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from readiness.advice.waves import Grouping
    from readiness.checking.check import Check
    from readiness.isolation.declaration import Declaration
    from readiness.model.finding import Severity
    from readiness.model.plan import Plan
    from readiness.tenant.export import TenantExport


@dataclass(frozen=True)
class Job:
    """What is to be scanned for, and how."""

    folder: Path
    """A folder for temporary files that nobody else can read."""
    plan: Plan
    severities: dict[str, Severity]
    """The severity of every check that is to run, by id."""
    check_files: tuple[Path, ...] = ()
    foreign: tuple[Declaration, ...] = ()
    """What the checks of these files, and of plug-ins, say of themselves."""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    by: Grouping | None = None
    """What people are grouped by for who reads the summary."""
    tenant: TenantExport | None = None
    """What an export tells of the tenant, its objects aside, which are on disk."""
    previews: bool = False
    """Whether what each object in scope will be in the cloud is kept: see `preview`."""
    check_timeout: int = CHECK_TIMEOUT
    """The seconds that a check which is not built in may take for a block of entries."""
    set_by_hand: frozenset[str] = frozenset()
    """The checks whose severity somebody set: it holds for all that they find."""

    def attributes_predicted(self) -> tuple[str, ...]:
        """What is read, beside what checks read, to predict what becomes of entries."""
        previewed = attributes_previewed(self.plan) if self.previews else ()
        if not self.tenant:
            return previewed
        # not above: most scans are told of no tenant, and need nothing of what forecasts
        from readiness.tenant.arriving.arrivals import attributes_read  # noqa: PLC0415

        return (*previewed, *attributes_read(self.plan))

    def classes(self) -> dict[str, type[Check]]:
        """Every check there is, by id, whether it is to run or not; foreign ones do nothing."""
        return by_id([*built_in(), *map(class_of, self.foreign)])

    def checks(self) -> tuple[list[Check], dict[str, Skip]]:
        """The checks that can run, and what the others say why they cannot."""
        ready: list[Check] = []
        skipped: dict[str, Skip] = {}
        for name, check in by_id(built_in()).items():
            if name in self.severities:
                try:
                    ready.append(check(self.plan))
                except Skip as skip:
                    skipped[name] = skip
        foreign = [declared for declared in self.foreign if declared.id in self.severities]
        if not foreign:
            return ready, skipped
        # not above: a process of its own is loaded where there are foreign checks, and few have any
        from readiness.isolation.check_process import Setup  # noqa: PLC0415
        from readiness.isolation.foreign_check import foreign_checks  # noqa: PLC0415

        setup = Setup(self.plan, self.check_files, self.check_timeout)
        stand_ins, skipped_there = foreign_checks(foreign, setup)
        return [*ready, *stand_ins], skipped | skipped_there

    def silent_checks(self, skipped: Iterable[str]) -> list[Check]:
        """The checks that are only counted, among them some that the plan makes skip."""
        classes = by_id(built_in())
        return list(silent_checks(classes, self.plan, classes.keys() & skipped))
