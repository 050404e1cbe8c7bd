import pytest

from readiness import Skip

ID = "source-anchor-name-based"
ANA = {
    "cn": "Ana Silva",
    "displayName": "Silva, Ana",
    "mail": "ana.silva@contoso.com",
    "mailNickname": "asilva",
    "sAMAccountName": "SilvaA2",
    "sn": "Silva",
    "userPrincipalName": "ana@contoso.com",
}


@pytest.fixture
def check(bench):
    return bench(ID).with_plan(source_anchor="employeeID")


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("ana silva", "cn"),
        ("Silva, Ana", "displayName"),
        ("ana.silva@contoso.com", "mail"),
        ("Ana.Silva", "mail"),
        ("ASILVA", "mailNickname"),
        ("silvaa2", "sAMAccountName"),
        ("Silva", "sn"),
        ("ana", "userPrincipalName"),
    ],
)
def test_a_name_as_anchor_is_found(check, value, name):
    [finding] = check.examine({**ANA, "employeeID": value})
    assert finding.message == f"is the {name} of the user"


@pytest.mark.parametrize("value", ["E100", "Silva2", "4711", ""])
def test_anything_else_passes(check, value):
    assert not check.examine({**ANA, "employeeID": value})


@pytest.mark.parametrize("value", ["4711", "E10023", "ab12"])
def test_a_staff_number_is_no_name_even_where_people_sign_in_with_it(check, value):
    signs_in = {"sAMAccountName": value, "userPrincipalName": f"{value}@contoso.com"}
    assert not check.examine({**ANA, **signs_in, "employeeID": value})


def test_a_name_is_a_bad_choice_of_attribute(bench):
    check = bench(ID).with_plan(source_anchor="sAMAccountName")
    assert len(check.examine(ANA)) == 1


def test_a_guid_follows_no_name(bench):
    with pytest.raises(Skip, match="ms-DS-ConsistencyGuid"):
        bench(ID).examine(ANA)
