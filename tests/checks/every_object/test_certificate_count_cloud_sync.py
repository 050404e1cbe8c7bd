import pytest

from readiness import Skip

ID = "certificate-count-cloud-sync"


@pytest.mark.parametrize("attribute", ["userCertificate", "userSMIMECertificate"])
def test_15_certificates_are_allowed(bench, attribute):
    check = bench(ID).with_plan(sync_tool="cloud-sync")
    values = [b"\x30\x82" + bytes([number]) for number in range(16)]
    assert not check.examine({attribute: values[1:]})
    [finding] = check.examine({attribute: values})
    assert finding.message == "has 16 values; at most 15 are allowed"


@pytest.mark.parametrize("tool", [None, "connect-sync"])
def test_it_is_about_cloud_sync_only(bench, tool):
    with pytest.raises(Skip):
        bench(ID).with_plan(sync_tool=tool).examine({})
