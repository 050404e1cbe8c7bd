import pytest

from readiness import Counts, Plan

ID = "directory-too-large"


@pytest.mark.parametrize(
    ("tool", "total", "found"),
    [
        (None, 100_000, 0),
        (None, 100_001, 1),
        ("connect-sync", 100_001, 1),
        ("connect-sync", 300_001, 2),
        ("cloud-sync", 150_000, 0),
        ("cloud-sync", 150_001, 1),
        ("cloud-sync", 300_000, 1),
        ("cloud-sync", 300_001, 2),
    ],
)
def test_each_limit_is_counted_against(bench, tool, total, found):
    check = bench(ID).check(Plan(sync_tool=tool))
    counts = Counts(entries=10**6, in_scope={"user": total - 50, "group": 50})
    findings = list(check.conclude(counts))
    assert [finding.value for finding in findings] == [str(total)] * found
