"""The work of a check grows in proportion to what it is shown, however hostile that is.

Steps are counted, not seconds: those of Python code one by one. What happens inside of C is linear
for the methods of strings, and for patterns by the form that two tests hold them to.
"""

import ast
import inspect
import re
import sys
from importlib import import_module
from pkgutil import walk_packages
from types import FrameType, ModuleType
from typing import Any

import pytest

import readiness
import readiness.model
from readiness import Entry, Kind
from readiness.model.entry import Values
from tests.checks.hostile import under_every_plan
from tests.conftest import CHECKS

SIZES = (100, 300)
"""Long enough that what grows with the square takes nine times as many steps, and stands out."""
GROWTH = SIZES[1] / SIZES[0] * 1.2
"""So many times more steps may a value take that is three times as long."""
LONG = {
    "blanks": lambda size: f"ana{' ' * size}x@contoso.com",
    "blanks around a dot": lambda size: f"ana{' ' * size}.{' ' * size}b@contoso.com",
    "signs": lambda size: f"<{'@' * size}x",
    "dots": lambda size: f"ana@{'a.' * size}local",
    "labels": lambda size: f"SMTP:ana@{'a.' * size}com",
    "colons": lambda size: f"smtp:{':' * size}",
    "quotes": lambda size: '"' * size + "ana" + '"' * size,
    "joiners": lambda size: "\u0627\u200d" * size,
    "flags": lambda size: "\U0001f3f4\U000e0067" * size,
    "digits": lambda size: "1" * size,
    "components": lambda size: "CN=x" + ",DC=a" * size + ",X",
    "escapes": lambda size: "CN=" + "\\," * size,
}


class Steps:
    """Counts the steps of Python code, which the interpreter tells one by one."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, frame: FrameType, event: str, _: Any) -> "Steps":
        frame.f_trace_opcodes = True
        self.count += event == "opcode"
        return self

    def of(self, check: Any, entry: Entry) -> int:
        """The steps of one look at an entry."""
        before, self.count = sys.gettrace(), 0
        sys.settrace(self)
        try:
            list(check.examine(entry))
        finally:
            sys.settrace(before)
        return self.count


@pytest.mark.parametrize("name", CHECKS)
def test_the_steps_of_a_check_grow_with_the_value(name):
    for check in under_every_plan(CHECKS[name])[:2]:
        kind = min(check.kinds)
        for make in LONG.values():
            short, long = (Steps().of(check, hostile(check, kind, make(size))) for size in SIZES)
            assert long <= GROWTH * short + 1000


@pytest.mark.parametrize("name", CHECKS)
def test_the_steps_of_a_check_grow_with_the_number_of_values(name):
    for check in under_every_plan(CHECKS[name])[:1]:
        kind = min(check.kinds)
        few, many = (
            Steps().of(
                check, hostile(check, kind, *(f"smtp:{number}@a.b" for number in range(size)))
            )
            for size in SIZES
        )
        assert many <= GROWTH * few + 1000


def hostile(check: Any, kind: Kind, *values: str) -> Entry:
    """An entry that has these values wherever the check looks."""
    held: dict[str, Values] = {name.lower(): list(values) for name in check.reads}
    return Entry(values[0], kind, held, out_of_scope=None)


def modules() -> list[ModuleType]:
    """Every module that looks at the values of a directory."""
    checks = import_module("readiness_checks")
    packages = (checks, readiness.directory, readiness.cloud, readiness.model)
    return [
        import_module(found.name)
        for package in packages
        for found in walk_packages(package.__path__, f"{package.__name__}.")
    ]


PATTERNS = {
    f"{module.__name__}.{name}": (module, name, pattern)
    for module in modules()
    for name, pattern in vars(module).items()
    if isinstance(pattern, re.Pattern)
}


@pytest.mark.parametrize("pattern", [pattern for *_, pattern in PATTERNS.values()], ids=PATTERNS)
def test_a_pattern_gives_nothing_back_that_it_has_taken(pattern):
    possessive = re.sub(r"[*+]\+|\{[0-9,]+\}\+?", "", quantified(pattern))
    assert not re.search(r"[*+]", possessive), "make every quantifier possessive"


@pytest.mark.parametrize(("module", "name", "pattern"), PATTERNS.values(), ids=PATTERNS)
def test_a_pattern_that_is_searched_for_does_not_begin_with_what_repeats(module, name, pattern):
    if name in searched(module):
        begins = re.match(r"\(*(?:\?:)?[^(|]?[+*]", quantified(pattern))
        assert not begins, "each place would be tried from anew"


def quantified(pattern: re.Pattern[str]) -> str:
    """A pattern with a letter in place of every escape and class of characters."""
    return re.sub(r"\\.|\[(?:\\.|[^]\\])++\]", "x", pattern.pattern)


def searched(module: ModuleType) -> set[str]:
    """The names of the patterns that a module looks for anywhere in a text."""
    calls = (
        node.func
        for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    )
    anywhere = {"search", "findall", "finditer", "sub", "split"}
    return {ast.unparse(call.value) for call in calls if call.attr in anywhere}
