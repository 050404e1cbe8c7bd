import pytest

from readiness import Kind, Skip

ID = "certificate-count"


def certificates(count: int) -> list[bytes]:
    return [b"\x30\x82" + bytes([number]) for number in range(count)]


@pytest.mark.parametrize("tool", [None, "connect-sync"])
@pytest.mark.parametrize("kind", [Kind.USER, Kind.CONTACT])
@pytest.mark.parametrize("attribute", ["userCertificate", "userSMIMECertificate"])
def test_15_certificates_are_allowed(bench, tool, kind, attribute):
    check = bench(ID).with_plan(sync_tool=tool)
    assert not check.examine({attribute: certificates(15)}, kind=kind)
    [finding] = check.examine({attribute: certificates(16)}, kind=kind)
    assert finding.message == "has 16 values; at most 15 are allowed"


def test_each_attribute_counts_for_itself(bench):
    full = {"userCertificate": certificates(15), "userSMIMECertificate": certificates(15)}
    assert not bench(ID).examine(full)


def test_cloud_sync_has_a_check_of_its_own(bench):
    with pytest.raises(Skip, match="certificate-count-cloud-sync"):
        bench(ID).with_plan(sync_tool="cloud-sync").examine({})
