import pytest

from readiness import Kind

ID = "group-too-large"


def members(count: int) -> dict[str, list[str]]:
    return {"member": ["CN=Ana,DC=contoso,DC=com"] * count}


@pytest.mark.parametrize(
    ("tool", "allowed"), [(None, 249_999), ("connect-sync", 249_999), ("cloud-sync", 50_000)]
)
def test_the_limit_is_that_of_the_tool(bench, tool, allowed):
    check = bench(ID).with_plan(sync_tool=tool)
    assert not check.examine(members(allowed), kind=Kind.GROUP)
    [finding] = check.examine(members(allowed + 1), kind=Kind.GROUP)
    assert finding.value is None
    assert finding.message == (
        f"holds {allowed + 1:,} members, of which at most {allowed:,} are synchronised"
    )
