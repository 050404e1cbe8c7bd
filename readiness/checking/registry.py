"""Finds checks: those of installed packages, and those of a file of one's own."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import pkgutil
import sys
from functools import cache
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

from readiness.checking.check import Check
from readiness.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from types import ModuleType

GROUP = "readiness.checks"


@cache
def installed() -> tuple[type[Check], ...]:
    """The checks of every module or package that an entry point names, in any order."""
    modules = (importlib.import_module(point.value) for point in entry_points(group=GROUP))
    return tuple(check for module in modules for check in _below(module))


def local(path: Path) -> Iterator[type[Check]]:
    """The checks of a Python file.

    Raises:
        UsageError: the file cannot be loaded, or holds no check.
    """
    name = f"readiness_local_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise UsageError(f"{path} is not a Python file: name a file that ends in .py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:  # a stranger's file: whatever it raises, say it
        raise UsageError(f"{path} cannot be loaded: {type(error).__name__}: {error}") from error
    checks = list(_defined_in(module))
    if not checks:
        raise UsageError(f"{path} defines no check: derive a class from readiness.Check")
    yield from checks


def by_id(checks: Iterable[type[Check]]) -> dict[str, type[Check]]:
    """The checks by id, in the order of their ids.

    Raises:
        UsageError: two checks have one id; names both places.
    """
    found: dict[str, type[Check]] = {}
    for check in checks:
        twin = found.setdefault(check.id, check)
        if twin is not check:
            raise UsageError(
                f"two checks have the id {check.id}: {twin.__module__} and {check.__module__};"
                " rename one of them"
            )
    return dict(sorted(found.items()))


def _below(module: ModuleType) -> Iterator[type[Check]]:
    yield from _defined_in(module)
    for info in pkgutil.walk_packages(getattr(module, "__path__", ()), f"{module.__name__}."):
        if not info.name.rpartition(".")[2].startswith("_"):
            yield from _defined_in(importlib.import_module(info.name))


def _defined_in(module: ModuleType) -> Iterator[type[Check]]:
    for thing in vars(module).values():
        if (
            inspect.isclass(thing)
            and issubclass(thing, Check)
            and thing.__module__ == module.__name__
            and hasattr(thing, "id")
        ):
            yield thing
