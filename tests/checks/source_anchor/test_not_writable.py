import pytest

from readiness import Skip

ID = "source-anchor-not-writable"


def test_a_protected_account_without_an_anchor_is_found(bench):
    [finding] = bench(ID).examine({"adminCount": "1"})
    assert (finding.attribute, finding.value) == ("mS-DS-ConsistencyGuid", None)


@pytest.mark.parametrize("given", [{}, {"adminCount": "0"}])
def test_an_account_that_inherits_its_permissions_passes(bench, given):
    assert not bench(ID).examine(given)


def test_an_anchor_that_is_set_already_need_not_be_written(bench):
    assert not bench(ID).examine({"adminCount": "1", "mS-DS-ConsistencyGuid": bytes(16)})


@pytest.mark.parametrize("plan", [{"source_anchor": "objectGUID"}, {"sync_tool": "cloud-sync"}])
def test_nothing_is_written_to_another_anchor_or_by_cloud_sync(bench, plan):
    with pytest.raises(Skip):
        bench(ID).with_plan(**plan).examine({})
