"""What is as it should be is left in peace: no error, and no warning but those that are right."""

import re

import pytest

from readiness import Severity
from tests.conftest import scanned
from tests.legitimate.set_ups import MULTI_FOREST, SET_UPS
from tests.running import ROOT

ROW = re.compile(r"^\| (?P<name>[^|]+) \| (?P<sources>[^|]*https://[^|]+) \|", re.MULTILINE)


EVERY = {**SET_UPS, **MULTI_FOREST}
ORDERS = [(name, one) for name, of in EVERY.items() for one in (1, -1)[: len(of.sources)]]


@pytest.mark.parametrize(("name", "order"), ORDERS)
def test_a_legitimate_set_up_is_left_in_peace_whichever_source_comes_first(name, order, tmp_path):
    set_up = EVERY[name]
    files = []
    for number, text in enumerate(set_up.sources[::order]):
        files.append(tmp_path / f"{number}.ldif")
        files[-1].write_text(text, encoding="utf-8")
    with scanned(set_up.plan, *files) as result:
        found = list(result.findings())
        assert result.is_complete, name
    assert not [one for one in found if one.severity is Severity.ERROR]
    assert {one.check for one in found if one.severity is Severity.WARNING} == set_up.warnings


def test_each_is_listed_with_its_source():
    page = (ROOT / "docs" / "legitimate-set-ups.md").read_text(encoding="utf-8")
    listed = [row["name"] for row in ROW.finditer(page)]
    assert listed == [*EVERY]
