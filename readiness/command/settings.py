"""What the options, the environment and readiness.toml ask for, made into the order of a scan."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from readiness.checking.registry import by_id, installed, local
from readiness.command.config_file import LEVELS, Placed, budget_of, nearest
from readiness.command.live_options import declared, is_url, live_source
from readiness.directory.distinguished_name import fold_dn
from readiness.errors import UsageError
from readiness.gating.baseline import read_baseline
from readiness.gating.gate import LEVELS as SEVERITIES
from readiness.model.plan import Plan
from readiness.model.values import visible
from readiness.pipeline.job import Job
from readiness.pipeline.scan import ScanRequest
from readiness.sources.ldif.ldif_source import LdifSource

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from readiness.checking.check import Check
    from readiness.gating.gate import Budget
    from readiness.gating.suppression import Suppression
    from readiness.model.finding import Severity
    from readiness.sources.source import Source

    Given = Mapping[str, Any]

_PLANNED = ("initial_domain", "identity_model", "sync_tool", "source_anchor", "sign_in_attribute")


def order_of(folder: Path, given: Given) -> ScanRequest:
    """The order that the options ask for.

    Raises:
        UsageError: something is wrong; says what, and where it stands.
    """
    if given["password_stdin"] and "-" in given["sources"]:
        raise UsageError("standard input is the LDIF: give the password with --password-file")
    classes = known_checks(given["check_files"])
    _, left_aside = _chosen(classes, given)
    job = brief_of(folder, given)
    suffixes = [declared(one, given, job) for one in given["sources"]]
    if all(suffixes):  # else a suffix might well be declared where nobody told us
        names = dict.fromkeys(name for some in suffixes for name in some)
        job = replace(job, plan=replace(job.plan, declared_suffixes=tuple(names)))
    return ScanRequest(
        job,
        [_source(one, given, job) for one in given["sources"]],
        SEVERITIES.get(given["fail_on"]),
        given["jobs"] or cores(),
        left_aside,
        budgets=[one.value for one in budgets_of(given, classes).values()],
        suppressions=suppressions_of(given, classes),
        baseline=read_baseline(given["baseline"]) if given["baseline"] else None,
        is_pinned="SOURCE_DATE_EPOCH" in os.environ,
    )


def brief_of(folder: Path, given: Given) -> Job:
    """What every process of the scan has to know.

    Raises:
        UsageError: something is wrong; says what, and where it stands.
    """
    severities, _ = _chosen(known_checks(given["check_files"]), given)
    return Job(
        folder,
        plan_of(given),
        severities,
        check_files=tuple(path.absolute() for path in given["check_files"]),
        include=tuple(map(fold_dn, given["include_ou"])),
        exclude=tuple(map(fold_dn, given["exclude_ou"])),
        by=given["by"],
    )


def _source(location: str, given: Given, job: Job) -> Source:
    return live_source(location, given, job) if is_url(location) else LdifSource(location)


def plan_of(given: Given) -> Plan:
    """The plan of the migration."""
    return Plan(
        verified_domains=_names(given["verified_domains"]),
        federated_domains=_names(given["federated_domains"]),
        stale_days=given["stale_days"],
        now=_now(),
        **{name: given[name] for name in _PLANNED},
    )


def _names(domains: Iterable[str]) -> tuple[str, ...]:
    return tuple(name.strip().lower().strip(".") for name in domains)


def cores() -> int:
    """The processors that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)  # not on macOS and Windows
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def known_checks(check_files: Sequence[Path] = ()) -> dict[str, type[Check]]:
    """Every check there is, by id."""
    return by_id([*installed(), *(check for path in check_files for check in local(path))])


def severities_of(given: Given, classes: Mapping[str, type[Check]]) -> dict[str, Placed]:
    """The levels that somebody has set; the command line goes before the file.

    Raises:
        UsageError: there is no such check, or no such level.
    """
    levels = dict(given["configuration"].severities)
    for setting in given["set_severity"]:
        name, equals, level = setting.partition("=")
        if not equals or level not in LEVELS:
            raise UsageError(f"--set-severity {setting}: write ID=LEVEL with {', '.join(LEVELS)}")
        levels[name] = Placed(level, "--set-severity")
    for name, level in levels.items():
        _check_known(name, classes, level.where)
    return levels


def budgets_of(given: Given, classes: Mapping[str, type[Check]]) -> dict[str, Placed]:
    """The budgets that somebody has set; the command line goes before the file.

    Raises:
        UsageError: there is no such check or severity, or a budget is no number.
    """
    budgets: dict[str, Placed] = dict(given["configuration"].budgets)
    for setting in given["budgets"]:
        target, equals, most = setting.partition("=")
        budget: Budget | None = budget_of(target, most) if equals else None
        if budget is None:
            raise UsageError(f"--max {setting}: write ID=50, or SEVERITY=2%")
        budgets[target] = Placed(budget, "--max")
    for target, placed in budgets.items():
        if target not in SEVERITIES:
            _check_known(target, classes, placed.where)
    return budgets


def _chosen(
    classes: Mapping[str, type[Check]], given: Given
) -> tuple[dict[str, Severity], dict[str, str]]:
    """The severities of the checks that shall run, and why the others shall not."""
    levels = {name: level.value for name, level in severities_of(given, classes).items()}
    selected = _matching("select", given, classes) or set(classes)
    ignored = _matching("ignore", given, classes)
    severities: dict[str, Severity] = {}
    left_aside: dict[str, str] = {}
    for name, check in classes.items():
        level = levels.get(name, check.severity.label)
        if name not in selected:
            left_aside[name] = "not selected"
        elif name in ignored:
            left_aside[name] = "ignored"
        elif level == "off":
            left_aside[name] = "its severity is set to off"
        else:
            severities[name] = SEVERITIES[level]
    return severities, left_aside


def _matching(option: str, given: Given, classes: Mapping[str, type[Check]]) -> set[str]:
    """The checks that the patterns of an option mean."""
    written: Placed | None = given["configuration"].options.get(option)
    is_from_file = written is not None and tuple(written.value) == tuple(given[option])
    found = set()
    for pattern in given[option]:
        matches = {name for name in classes if fnmatchcase(name, pattern)}
        if not matches:
            where = written.where if written and is_from_file else f"--{option}"
            _check_known(pattern, classes, where)
        found |= matches
    return found


def suppressions_of(given: Given, classes: Mapping[str, type[Check]]) -> tuple[Suppression, ...]:
    """The suppressions of the file.

    Raises:
        UsageError: one is for a check that does not exist.
    """
    rules: tuple[Suppression, ...] = given["configuration"].suppressions
    for rule in rules:
        _check_known(rule.check, classes, rule.where)
    return rules


def _check_known(name: str, classes: Mapping[str, type[Check]], where: str) -> None:
    if name not in classes:
        raise UsageError(f"{where}: {unknown_check(name, classes)}")


def unknown_check(name: str, classes: Iterable[str]) -> str:
    """What to say to somebody who names a check that does not exist."""
    near = nearest(name, classes, listed=False)
    return f"there is no check {visible(name)}{near or '; “readiness checks” lists them all'}"


def _now() -> datetime:
    """The time of the scan, which SOURCE_DATE_EPOCH pins.

    https://reproducible-builds.org/specs/source-date-epoch/
    """
    pinned = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        return datetime.now(UTC) if pinned is None else datetime.fromtimestamp(int(pinned), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(f"SOURCE_DATE_EPOCH is “{pinned}”, not a number of seconds") from error
