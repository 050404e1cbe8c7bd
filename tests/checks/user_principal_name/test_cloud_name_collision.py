import pytest

from readiness import Plan, Skip
from readiness.testing import findings
from tests.conftest import CHECKS

CHECK = CHECKS["cloud-name-collision"]
PLAN = Plan(verified_domains=("contoso.com",), initial_domain="contoso.onmicrosoft.com")


def user(name, dn="CN=Ana,DC=contoso,DC=com", **more):
    named = {"userPrincipalName": name} if name else {}
    return {"dn": dn, "sAMAccountName": "ana", **named, **more}


def test_two_names_that_are_replaced_by_one_collide():
    first = user("ana@corp.local", dn="CN=1", mailNickname="ana")
    second = user("a.silva@emea.local", dn="CN=2", mailNickname="Ana")
    found = findings(CHECK, [first, second], PLAN)
    assert [(one.dn, str(one.value).lower(), one.related) for one in found] == [
        ("CN=1", "ana@contoso.onmicrosoft.com", ("CN=2",)),
        ("CN=2", "ana@contoso.onmicrosoft.com", ("CN=1",)),
    ]


@pytest.mark.parametrize(
    "other",
    [
        {"userPrincipalName": "ana@contoso.com"},
        {"userPrincipalName": "b@contoso.com", "proxyAddresses": "smtp:Ana@contoso.com"},
        {"objectClass": "group", "mail": "ana@contoso.com"},
    ],
)
def test_a_name_that_is_built_may_be_somebody_s(other):
    [found] = findings(CHECK, [user(None), {"dn": "CN=2", **other}], PLAN)
    assert found.dn == "CN=Ana,DC=contoso,DC=com"
    assert "belongs to another object" in found.message


def test_names_that_are_kept_or_differ_do_not_collide():
    kept = [user("ana@contoso.com", dn="CN=1"), user("ana@contoso.com", dn="CN=2")]
    assert not findings(CHECK, kept, PLAN)  # of these, upn-duplicate tells
    different = [user("ana@corp.local", dn="CN=1"), user("ben@corp.local", dn="CN=2")]
    assert not findings(CHECK, different, PLAN)


def test_a_user_s_own_address_is_no_collision():
    assert not findings(CHECK, [user(None, mail="ana@contoso.com")], PLAN)


def test_who_is_left_out_gets_no_name():
    left_out = user("ana@corp.local", dn="CN=2", out_of_scope="opted-out")
    assert not findings(CHECK, [user("ana@corp.local", dn="CN=1"), left_out], PLAN)


def test_without_verified_domains_it_is_not_asked():
    with pytest.raises(Skip) as skipped:
        CHECK(Plan())
    assert skipped.value.reason == "not-asked"
