import pytest

from readiness import Kind

ID = "group-without-display-name"
SALES = {"kind": Kind.GROUP, "dn": "CN=Sales,OU=Groups,DC=contoso,DC=com"}


def test_a_missing_name_is_found_and_the_common_name_proposed(bench):
    [finding] = bench(ID).examine({}, **SALES)
    assert finding.value is None
    assert finding.message == "has no display name; Entra Connect takes the common name instead"
    assert finding.proposal == "Sales"


@pytest.mark.parametrize("value", ["", " ", "\t", "\u00a0"])
def test_white_space_is_blank(bench, value):
    [finding] = bench(ID).examine({"displayName": value}, **SALES)
    assert finding.value == value
    assert finding.message.startswith("is blank")


@pytest.mark.parametrize("value", ["Sales", " Sales", "営業部", "-"])
def test_a_visible_name_passes(bench, value):
    assert not bench(ID).examine({"displayName": value}, **SALES)


@pytest.mark.parametrize("dn", [r"CN=Sales\, West,DC=contoso,DC=com", "OU=Sales,DC=contoso,DC=com"])
def test_no_name_is_proposed_that_the_dn_does_not_plainly_hold(bench, dn):
    [finding] = bench(ID).examine({}, kind=Kind.GROUP, dn=dn)
    assert finding.proposal is None
