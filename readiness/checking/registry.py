"""Finds checks: the built-in ones, those of plug-ins, and those of a file of one's own."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import pkgutil
import re
import sys
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from readiness.checking.check import Check, Scope
from readiness.checking.keyed_check import KeyCheck
from readiness.checking.plug_ins import plug_ins
from readiness.errors import UsageError, told
from readiness.model.entry import Kind
from readiness.model.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path
    from types import ModuleType

    Origin = str | Path
    """The module or package of a plug-in, by its name, or a file."""

BUILT_IN = "readiness_checks"
"""The package of the checks that are installed with the engine, and as trusted as the engine."""
# What the earlier contract said, and what is said instead: a check that still says it would be
# asked about other entries than it means.
_WHEN = "say `when`, which entries it wants to be asked about, or nothing at all"
_SCOPE = "say `scope`, which is Scope.IN, Scope.OUT or Scope.ANY"
_JOIN = "derive the check from JoinCheck and say `left` and `right`"
_GONE_ATTRIBUTES = {
    **dict.fromkeys(("plain", "expects", "lone", "small", "sound"), _WHEN),
    "sees_left_out": _SCOPE,
}
_GONE_NAMES = {
    **dict.fromkeys(("ANYTHING", "NOTHING", "Sound"), _WHEN),
    "of_left_out": _SCOPE,
    "side": _JOIN,
}
_QUOTED = re.compile(r"'(\w+)'")


@cache
def built_in() -> tuple[type[Check], ...]:
    """The checks that are installed with the engine, in any order."""
    return tuple(_of_package(BUILT_IN))


def origins(check_files: Iterable[Path]) -> list[Origin]:
    """Where other people's checks are: in plug-ins and in these files; none is imported here."""
    foreign = (name for name in plug_ins() if name.partition(".")[0] != BUILT_IN)
    return [*foreign, *check_files]


def named(origin: Origin) -> str:
    """What a message calls an origin."""
    return f"the plug-in {origin}" if isinstance(origin, str) else str(origin)


def of_origin(origin: Origin) -> Iterator[type[Check]]:
    """The checks of a plug-in or of a file.

    Raises:
        UsageError: it cannot be loaded, or one of its checks is unfit.
    """
    return plugged_in(origin) if isinstance(origin, str) else local(origin)


def plugged_in(name: str) -> Iterator[type[Check]]:
    """The checks of an installed module, or of all modules of a package.

    Raises:
        UsageError: it cannot be loaded, or has a check for an earlier version of the contract.
    """
    with _refusing(name):
        # all at once: what is raised while somebody goes through the checks is not of the loading
        checks = list(_of_package(name))
    yield from checks


def _of_package(name: str) -> Iterator[type[Check]]:
    module = importlib.import_module(name)
    yield from _defined_in(module)
    for info in pkgutil.walk_packages(getattr(module, "__path__", ()), f"{module.__name__}."):
        # private modules hold what checks share, and no checks
        if not info.name.rpartition(".")[2].startswith("_"):
            yield from _defined_in(importlib.import_module(info.name))


@contextmanager
def _refusing(origin: Origin) -> Iterator[None]:
    """Say in one line what goes wrong while a stranger's code is loaded, whatever it raises."""
    try:
        yield
    except UsageError:
        raise
    except BaseException as error:  # also what asks a process to end: it asks only its own
        if advice := _advice(error):
            raise UsageError(f"{named(origin)} is for an earlier version: {advice}") from error
        raise UsageError(f"{named(origin)} cannot be loaded: {told(error)}") from error


def local(path: Path) -> Iterator[type[Check]]:
    """The checks of a Python file.

    Raises:
        UsageError: the file cannot be loaded, holds no check, or one for an earlier version of the
            contract.
    """
    name = f"readiness_local_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise UsageError(f"{path} is not a Python file: name a file that ends in .py")
    module = importlib.util.module_from_spec(spec)
    # known before it runs, as by `import`: a dataclass looks up the module that it is made in
    sys.modules[name] = module
    with _refusing(path):
        spec.loader.exec_module(module)
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


def _defined_in(module: ModuleType) -> Iterator[type[Check]]:
    for thing in vars(module).values():
        # not what a module imports, which would be found twice; and a base of checks has no id
        if (
            inspect.isclass(thing)
            and issubclass(thing, Check)
            and thing.__module__ == module.__name__
            and hasattr(thing, "id")
        ):
            _refuse_unfit(thing)
            yield thing


def _refuse_unfit(check: type[Check]) -> None:
    """Raise UsageError for a check that lacks what every check says, or says it in the old way."""
    where = f"the check {check.id} ({check.__module__})"
    for name, advice in _GONE_ATTRIBUTES.items():
        if hasattr(check, name):
            raise UsageError(f"{where} is for an earlier version: instead of `{name}`, {advice}")
    if hasattr(check, "keys") and not issubclass(check, KeyCheck):
        raise UsageError(f"{where} is for an earlier version: derive it from SharedKeyCheck")
    for name in ("severity", "kinds", "reads"):
        # what a check reads may depend on the plan, which the constructor takes
        if not hasattr(check, name) and (name != "reads" or check.__init__ is Check.__init__):
            raise UsageError(f"{where} does not say its `{name}`")
    for name, (is_fit, what) in _DECLARATIONS.items():
        if not is_fit(getattr(check, name, None)):
            raise UsageError(f"{where}: its `{name}` is not {what}")


def _is_reads(value: object) -> bool:
    """Whether it is a tuple of texts, or what stands for one until the check is made."""
    return not isinstance(value, str | list) and (
        not isinstance(value, tuple) or all(isinstance(name, str) for name in value)
    )


_DECLARATIONS: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    # of exactly this type, since files take no enum of texts for one
    "id": (lambda value: type(value) is str, "a text"),
    "severity": (lambda value: isinstance(value, Severity), "a Severity"),
    "kinds": (
        lambda value: isinstance(value, frozenset) and all(isinstance(v, Kind) for v in value),
        "a frozenset of Kind",
    ),
    "reads": (_is_reads, "a tuple of texts"),
    "scope": (lambda value: isinstance(value, Scope), "a Scope"),
}
"""What checks say as classes: whether the engine can take it, and what it takes."""


def _advice(error: BaseException) -> str | None:
    """What to say instead, where an error is about a name of the earlier contract."""
    for name in _QUOTED.findall(str(error)):
        if name in _GONE_NAMES:
            return f"instead of `{name}`, {_GONE_NAMES[name]}"
    return None
