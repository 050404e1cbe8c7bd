"""Finds foreign checks, without a line of theirs running in the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.checking.registry import named, origins
from readiness.errors import CheckFailure, UsageError
from readiness.isolation.declaration import CHECK_TIMEOUT
from readiness.model.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from readiness.isolation.declaration import Declaration


def foreign_declarations(
    check_files: Sequence[Path], timeout: int = CHECK_TIMEOUT
) -> tuple[Declaration, ...]:
    """What the checks of plug-ins and of these files say of themselves.

    Each module has so many seconds to be loaded.

    Raises:
        UsageError: one cannot be loaded, holds no check, or one that is unfit; names it.
    """
    foreign = origins(check_files)
    if not foreign:
        return ()  # as nearly always: then what starts processes is not even loaded
    from readiness.isolation.check_process import CheckProcess, Setup  # noqa: PLC0415

    process = CheckProcess(Setup(Plan(), tuple(check_files), timeout))
    found: list[Declaration] = []
    for origin in foreign:
        try:
            declared = process.ask("declare", origin)
        except CheckFailure as failure:
            raise UsageError(f"{named(origin)} cannot be loaded: {failure}") from failure
        if isinstance(declared, UsageError):
            raise declared
        found += declared
    return tuple(found)
