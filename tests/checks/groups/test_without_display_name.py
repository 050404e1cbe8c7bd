import pytest

from readiness import Kind

ID = "group-without-display-name"
SALES = {"kind": Kind.GROUP, "dn": "CN=Sales,OU=Groups,DC=contoso,DC=com"}
MAIL = {"mail": "sales@contoso.com"}


@pytest.mark.parametrize("address", [MAIL, {"proxyAddresses": "SMTP:sales@contoso.com"}])
def test_a_missing_name_is_found_and_the_common_name_proposed(bench, address):
    [finding] = bench(ID).examine(address, **SALES)
    assert finding.value is None
    assert finding.message == "is missing; Entra Connect takes the common name instead"
    assert finding.proposal == "Sales"


def test_a_group_without_mail_may_go_by_its_common_name(bench):
    assert not bench(ID).examine({}, **SALES)


@pytest.mark.parametrize("address", [MAIL, {}])
@pytest.mark.parametrize("value", ["", " ", "\t", "\u00a0", "\u200b"])
def test_nothing_to_see_is_blank(bench, value, address):
    [finding] = bench(ID).examine({"displayName": value, **address}, **SALES)
    assert (finding.value, finding.message, finding.proposal) == (value, "is blank", "Sales")


@pytest.mark.parametrize("value", ["Sales", " Sales", "営業部", "-"])
def test_a_visible_name_passes(bench, value):
    assert not bench(ID).examine({"displayName": value, **MAIL}, **SALES)


@pytest.mark.parametrize(
    ("dn", "proposal"),
    [
        (r"CN=Sales\, West,DC=contoso,DC=com", "Sales, West"),
        (r"CN=Sales\0AWest,DC=contoso,DC=com", None),
        ("OU=Sales,DC=contoso,DC=com", None),
    ],
)
def test_no_name_is_proposed_that_the_dn_does_not_plainly_hold(bench, dn, proposal):
    [finding] = bench(ID).examine(MAIL, kind=Kind.GROUP, dn=dn)
    assert finding.proposal == proposal
