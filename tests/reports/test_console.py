"""The summary in the terminal says how much each check found, whatever else is known of it."""

from io import StringIO

from readiness.model.finding import Severity
from readiness.reports.console import write_console
from tests.reports.results import found, outcome, result_of


def test_a_count_without_an_example_is_a_line_without_an_example(tmp_path):
    checks = (
        outcome("upn-missing", Severity.ERROR, 1),
        outcome("upn-suffix-not-routable", Severity.ERROR, 2),
    )
    file = StringIO()
    write_console(result_of(tmp_path, [found("upn-missing")], checks=checks), file)
    lines = file.getvalue().splitlines()
    assert any("1  upn-missing: Ana: " in line for line in lines)
    assert any(line.endswith("2  upn-suffix-not-routable") for line in lines)
