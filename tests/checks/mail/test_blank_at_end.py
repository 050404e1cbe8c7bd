import pytest

from readiness import Skip

ID = "address-blank-at-end"


@pytest.fixture
def cloud_sync(bench):
    return bench(ID).with_plan(sync_tool="cloud-sync")


@pytest.mark.parametrize(
    ("attribute", "value", "proposal"),
    [
        ("mail", "ana@contoso.com ", "ana@contoso.com"),
        ("mail", "\u00a0ana@contoso.com", "ana@contoso.com"),
        ("proxyAddresses", "SMTP:ana@contoso.com\t", "SMTP:ana@contoso.com"),
        ("proxyAddresses", " smtp:ana@contoso.com", "smtp:ana@contoso.com"),
    ],
)
def test_white_space_at_an_end_is_found(cloud_sync, attribute, value, proposal):
    [finding] = cloud_sync.examine({attribute: value})
    assert (finding.attribute, finding.value, finding.proposal) == (attribute, value, proposal)


@pytest.mark.parametrize("value", ["ana@contoso.com", "", "  ", "ana @contoso.com"])
def test_other_addresses_pass(cloud_sync, value):
    assert not cloud_sync.examine({"mail": value})


@pytest.mark.parametrize("tool", ["connect-sync", None])
def test_entra_connect_trims_them(bench, tool):
    with pytest.raises(Skip, match="not Cloud Sync"):
        bench(ID).with_plan(sync_tool=tool).examine({"mail": "ana@contoso.com "})
