import pytest

from tests.conftest import entry

ID = "several-active-accounts"
SID = "S-1-5-21-111-222-333-1105"
HERE, THERE = "CN=Ana,DC=contoso,DC=com", "CN=Ana,DC=fabrikam,DC=com"


def accounts(ours, theirs, **given):
    """An account here and one of another forest, the second of which may be disabled."""
    control = {"userAccountControl": given.get("control", "512")}
    return entry({"userAccountControl": "512", **ours}, dn=HERE), entry(theirs | control, dn=THERE)


def test_an_account_and_its_mailbox_may_not_both_be_enabled(bench):
    pair = {"objectSid": SID}, {"msExchMasterAccountSid": SID}
    found = bench(ID).compare(*accounts(*pair))
    assert [(one.dn, one.related) for one in found] == [(HERE, (THERE,)), (THERE, (HERE,))]
    assert {one.value for one in found} == {SID}  # as people know it
    assert not bench(ID).compare(*accounts(*pair, control="514"))


@pytest.mark.parametrize(
    ("how", "attribute"),
    [("mail", "mail"), ("sam", "sAMAccountName"), ("employeeID", "employeeID")],
)
def test_two_enabled_accounts_that_the_plan_matches_are_found(bench, how, attribute):
    pair = accounts({attribute: "ana"}, {attribute: "Ana"})
    assert len(bench(ID).with_plan(match_users=how).compare(*pair)) == 2
    assert not bench(ID).compare(*pair)


def test_two_users_of_one_forest_are_two_people(bench):
    ana, ben = (entry({"mail": "a@contoso.com"}, dn=HERE) for _ in range(2))
    assert not bench(ID).with_plan(match_users="mail").compare(ana, ben)


def test_a_value_that_everybody_has_is_nobody_s(bench):
    crowd = [entry({"employeeID": "0"}, dn=f"CN=Ana,DC=forest{n},DC=com") for n in range(30)]
    assert not bench(ID).with_plan(match_users="employeeID").compare(*crowd)
