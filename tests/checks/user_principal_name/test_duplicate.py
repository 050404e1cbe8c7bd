from readiness import Entry, Kind
from tests.conftest import entry

ID = "upn-duplicate"


def user(
    name: str,
    dn: str = "CN=Ana,DC=contoso,DC=com",
    kind: Kind = Kind.USER,
    out_of_scope: str | None = None,
) -> Entry:
    return entry({"userPrincipalName": name}, dn=dn, kind=kind, out_of_scope=out_of_scope)


def test_case_and_forest_make_no_difference(bench):
    found = bench(ID).compare(
        user("ana@contoso.com"),
        user("Ana@Contoso.COM", dn="CN=Ana,DC=fabrikam,DC=com", kind=Kind.INETORGPERSON),
    )
    assert [(finding.value, finding.related) for finding in found] == [
        ("ana@contoso.com", ("CN=Ana,DC=fabrikam,DC=com",)),
        ("Ana@Contoso.COM", ("CN=Ana,DC=contoso,DC=com",)),
    ]


def test_three_holders_name_each_other(bench):
    found = bench(ID).compare(*(user("ana@contoso.com", dn=f"CN={n}") for n in "123"))
    assert [len(finding.related) for finding in found] == [2, 2, 2]
    assert {finding.message for finding in found} == {"is held by 3 objects"}


def test_different_and_blank_names_do_not_collide(bench):
    assert not bench(ID).compare(user("ana@contoso.com"), user("ana@contoso.de"))
    assert not bench(ID).compare(user(" "), user(" "))


def test_what_the_sync_engine_leaves_out_does_not_collide(bench):
    out_of_scope = user("ana@contoso.com", out_of_scope="conflict-object")
    assert not bench(ID).compare(user("ana@contoso.com"), out_of_scope)


def test_a_contact_s_name_is_no_sign_in_name(bench):
    assert not bench(ID).compare(user("a@b.com"), user("a@b.com", kind=Kind.CONTACT))
