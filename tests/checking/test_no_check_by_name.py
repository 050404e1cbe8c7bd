"""The engine and the advice know no check by name: what they need of one, it declares."""

import ast

import pytest

from readiness.checking.registry import built_in, by_id
from tests.running import ROOT

PACKAGES = (
    "advice",
    "cloud",
    "evaluation",
    "gating",
    "isolation",
    "pipeline",
    "storage",
    "uniqueness",
)
IDS = by_id(built_in()).keys()


@pytest.mark.parametrize("package", PACKAGES)
def test_no_check_is_known_by_name(package):
    for path in (ROOT / "readiness" / package).rglob("*.py"):
        constants = (
            node.value
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        )
        # a text such as a docstring may show one as an example
        assert IDS.isdisjoint(constants), path
