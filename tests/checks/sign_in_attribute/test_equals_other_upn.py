import pytest

from tests.conftest import entry

ID = "sign-in-attribute-equals-other-upn"


@pytest.fixture
def equals(bench):
    return bench(ID).with_plan(sign_in_attribute="mail")


def test_the_name_of_another_user_is_found(equals):
    [finding] = equals.compare(
        entry({"mail": "Ana@contoso.com", "userPrincipalName": "a@contoso.com"}, dn="CN=Ana"),
        entry({"mail": "ben@contoso.com", "userPrincipalName": "ana@contoso.com"}, dn="CN=Ben"),
    )
    assert (finding.dn, finding.attribute, finding.related) == ("CN=Ana", "mail", ("CN=Ben",))


def test_one_s_own_name_is_no_collision(equals):
    own = {"mail": "ana@contoso.com", "userPrincipalName": "ana@contoso.com"}
    assert not equals.compare(entry(own), entry({"mail": "ben@contoso.com"}))


def test_a_shared_value_that_is_nobody_s_name_is_for_another_check(equals):
    assert not equals.compare(entry({"mail": "a@contoso.com"}), entry({"mail": "a@contoso.com"}))
    same = {"userPrincipalName": "a@contoso.com"}
    assert not equals.compare(entry(same), entry(same))
