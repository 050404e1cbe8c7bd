import pytest

from readiness import Kind, Severity
from tests.conftest import entry

ID = "contact-shares-mail"
ANA, BEN = (f"CN={name},DC=contoso,DC=com" for name in ("Ana", "Ben"))


@pytest.mark.parametrize("kind", [Kind.USER, Kind.INETORGPERSON])
def test_the_contact_is_found_and_names_the_user(bench, kind):
    [finding] = bench(ID).compare(
        entry({"mail": "Ana@fabrikam.com"}, kind=Kind.CONTACT, dn=ANA),
        entry({"mail": "ana@Fabrikam.com "}, kind=kind, dn=BEN),
    )
    assert (finding.dn, finding.value, finding.related) == (ANA, "Ana@fabrikam.com", (BEN,))
    assert finding.message == "is the mail of 2 objects, which would become one"


def test_two_contacts_find_each_other(bench):
    found = bench(ID).compare(
        *(entry({"mail": "a@fabrikam.com"}, kind=Kind.CONTACT, dn=dn) for dn in (ANA, BEN))
    )
    assert [finding.related for finding in found] == [(BEN,), (ANA,)]


@pytest.mark.parametrize("kind", [Kind.USER, Kind.GROUP])
def test_users_and_groups_are_another_check_s_business(bench, kind):
    user, other = (entry({"mail": "a@contoso.com"}, kind=one) for one in (Kind.USER, kind))
    assert not bench(ID).compare(user, other)


def test_different_mails_pass(bench):
    mails = ("a@fabrikam.com", "b@fabrikam.com", "")
    assert not bench(ID).compare(*(entry({"mail": mail}, kind=Kind.CONTACT) for mail in mails))


CONTACT = entry({"mail": "ana@contoso.com"}, kind=Kind.CONTACT, dn="CN=Ana,DC=fabrikam,DC=com")


def test_a_contact_of_another_forest_is_a_warning_about_matching(bench):
    user = entry({"mail": "ana@contoso.com"}, dn=ANA)
    [finding] = bench(ID).compare(user, CONTACT)
    assert (finding.dn, finding.severity) == (CONTACT.dn, Severity.WARNING)
    assert "match users by mail" in finding.message
    assert not bench(ID).with_plan(match_users="mail").compare(user, CONTACT)


def test_contacts_of_several_forests_join_by_themselves(bench):
    assert not bench(ID).compare(
        entry({"mail": "ana@contoso.com"}, kind=Kind.CONTACT, dn=ANA), CONTACT
    )


def test_a_contact_that_also_has_a_twin_in_its_forest_is_an_error(bench):
    users = (entry({"mail": "ana@contoso.com"}, dn=dn) for dn in (ANA, BEN))
    [finding] = bench(ID).compare(*users, CONTACT)
    assert finding.severity is None
