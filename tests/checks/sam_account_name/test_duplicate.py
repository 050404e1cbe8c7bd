from readiness import Kind
from tests.conftest import entry

ID = "sam-account-name-duplicate"
HERE, THERE = "CN=Ana,DC=emea,DC=contoso,DC=com", "CN=Ana,DC=fabrikam,DC=com"


def test_two_domains_may_not_share_a_name_whatever_its_case(bench):
    found = bench(ID).compare(
        entry({"sAMAccountName": "ana"}, dn=HERE), entry({"sAMAccountName": "ANA"}, dn=THERE)
    )
    assert [finding.related for finding in found] == [(THERE,), (HERE,)]


def test_different_and_blank_names_do_not_collide(bench):
    assert not bench(ID).compare(
        entry({"sAMAccountName": "ana"}), entry({"sAMAccountName": "anna"})
    )
    assert not bench(ID).compare(entry({"sAMAccountName": " "}), entry({"sAMAccountName": " "}))


def test_groups_and_what_is_left_out_do_not_count(bench):
    ana = entry({"sAMAccountName": "ana"})
    assert not bench(ID).compare(ana, entry({"sAMAccountName": "ana"}, kind=Kind.GROUP))
    assert not bench(ID).compare(ana, entry({"sAMAccountName": "ana"}, out_of_scope="excluded-ou"))
