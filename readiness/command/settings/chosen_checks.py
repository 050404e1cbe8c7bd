"""Which checks run, and with which severity; what names no check is refused."""

from __future__ import annotations

import shlex
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from readiness.checking.registry import built_in, by_id
from readiness.command.help.suggestions import near
from readiness.errors import UsageError
from readiness.gating.gate import LEVELS as SEVERITIES
from readiness.isolation.declaration import CHECK_TIMEOUT, class_of
from readiness.isolation.discovery import foreign_declarations
from readiness.model.values import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from readiness.checking.check import Check
    from readiness.command.settings.settings import Settings
    from readiness.isolation.declaration import Declaration
    from readiness.model.finding import Severity

    Checks = Mapping[str, type[Check]]


class ChosenChecks(NamedTuple):
    """The checks of a scan."""

    severities: dict[str, Severity]
    """Those that run, by id."""
    deselected: dict[str, str]
    """Those that do not, by id, and why."""
    set_by_hand: frozenset[str]
    """Those whose severity somebody set."""
    foreign: tuple[Declaration, ...]
    """What the checks that are not built in say of themselves, whether they run or not."""


def known_checks(
    check_files: Sequence[Path] = (), timeout: int = CHECK_TIMEOUT
) -> dict[str, type[Check]]:
    """Every check there is, by id; a module that is not ours may take so many seconds to load.

    Raises:
        UsageError: a check file or a plug-in cannot be loaded.
    """
    return _with_built_in(foreign_declarations(check_files, timeout))


def _with_built_in(foreign: Iterable[Declaration]) -> dict[str, type[Check]]:
    return by_id([*built_in(), *map(class_of, foreign)])


def chosen_checks(settings: Settings) -> ChosenChecks:
    """The checks that are asked for.

    Raises:
        UsageError: a check file or a plug-in cannot be loaded, or a setting names no check.
    """
    foreign = foreign_declarations(settings.scan.check_files, settings.scan.check_timeout)
    checks = _with_built_in(foreign)
    refuse_unknown(settings, checks)
    selected = _matching(settings.scan.select, checks) or set(checks)
    ignored = _matching(settings.scan.ignore, checks)
    levels = {name: level.value for name, level in settings.gate.severities.items()}
    chosen = ChosenChecks({}, {}, frozenset(levels), foreign)
    for name, check in checks.items():
        level = levels.get(name, check.severity.label)
        if name not in selected:
            chosen.deselected[name] = "not selected"
        elif name in ignored:
            chosen.deselected[name] = "ignored"
        elif level == "off":
            chosen.deselected[name] = "its severity is set to off"
        else:
            chosen.severities[name] = SEVERITIES[level]
    return chosen


def refuse_unknown(settings: Settings, checks: Checks) -> None:
    """Refuse settings about checks that there are not.

    Raises:
        UsageError: names the first, where it stands, and what may be meant.
    """
    scan, gate, origins = settings.scan, settings.gate, settings.origins
    for option, patterns in (("select", scan.select), ("ignore", scan.ignore)):
        for pattern in patterns:
            _known(pattern, checks, origins[option].place)
    for name, level in gate.severities.items():
        _known(name, checks, level.origin.place, takes_patterns=False)
    targets = {**SEVERITIES, **checks}
    for target, budget in gate.budgets.items():
        _known(target, targets, budget.origin.place, takes_patterns=False)
    for rule in gate.suppressions:
        _known(rule.check, checks, rule.where)


def _known(name: str, known: Iterable[str], where: str, *, takes_patterns: bool = True) -> None:
    if name in known or (takes_patterns and any(fnmatchcase(check, name) for check in known)):
        return
    if takes_patterns and "," in name:
        parts = [visible(part.strip()) for part in name.split(",") if part.strip()]
        raise UsageError(f"{where}: {visible(name)} is a list; {_one_by_one(where, parts)}")
    raise UsageError(f"{where}: {unknown_check(name, known)}")


def _one_by_one(where: str, patterns: Sequence[str]) -> str:
    """How to give several patterns."""
    if not where.startswith("--"):
        return "write each pattern on its own"
    options = " ".join(f"{where} {shlex.quote(pattern)}" for pattern in patterns)
    return f"give {where} once for each: {options}"


def _matching(patterns: Iterable[str], checks: Checks) -> set[str]:
    """The ids that some patterns mean."""
    return {name for name in checks for pattern in patterns if fnmatchcase(name, pattern)}


def unknown_check(name: str, known: Iterable[str]) -> str:
    """What to say to somebody who names a check that does not exist."""
    hint = near(name, known) or "; “readiness checks” lists them all"
    return f"there is no check {visible(name)}{hint}"
