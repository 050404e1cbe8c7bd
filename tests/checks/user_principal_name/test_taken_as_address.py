import pytest

from readiness import Kind
from tests.conftest import entry

ID = "upn-taken-as-address"
ANA = "CN=Ana,DC=contoso,DC=com"
TEAM = "CN=Team,DC=contoso,DC=com"


@pytest.mark.parametrize(
    "address",
    [
        {"mail": "Ana@Contoso.com"},
        {"proxyAddresses": ["SMTP:team@contoso.com", "smtp:ana@contoso.com"]},
        {"mail": "ana@contoso.com", "proxyAddresses": ["SMTP:ana@contoso.com"]},
    ],
)
@pytest.mark.parametrize("kind", [Kind.USER, Kind.GROUP, Kind.CONTACT])
def test_the_user_is_found_and_the_other_object_named(bench, address, kind):
    [finding] = bench(ID).compare(
        entry({"userPrincipalName": "ana@contoso.com"}, dn=ANA), entry(address, dn=TEAM, kind=kind)
    )
    assert (finding.dn, finding.attribute, finding.related) == (ANA, "userPrincipalName", (TEAM,))
    assert finding.message == f"is a mail address of another object ({kind})"


def test_one_s_own_address_is_no_collision(bench):
    own = {
        "userPrincipalName": "ana@contoso.com",
        "mail": "ana@contoso.com",
        "proxyAddresses": ["SMTP:ana@contoso.com"],
    }
    assert not bench(ID).compare(entry(own), entry({"mail": "ben@contoso.com"}))


def test_two_users_with_one_name_are_for_upn_duplicate(bench):
    both = {"userPrincipalName": "ana@contoso.com", "mail": "ana@contoso.com"}
    assert not bench(ID).compare(entry(both), entry(both))


def test_two_objects_with_one_address_are_for_address_duplicate(bench):
    shared = {"mail": "ana@contoso.com"}
    assert not bench(ID).compare(entry(shared), entry(shared, kind=Kind.GROUP))


def test_a_sip_address_and_a_group_s_name_take_nothing(bench):
    ana = entry({"userPrincipalName": "ana@contoso.com"})
    assert not bench(ID).compare(ana, entry({"proxyAddresses": ["sip:ana@contoso.com"]}))
    team = entry({"userPrincipalName": "team@contoso.com"}, kind=Kind.GROUP)
    assert not bench(ID).compare(team, entry({"mail": "team@contoso.com"}))
