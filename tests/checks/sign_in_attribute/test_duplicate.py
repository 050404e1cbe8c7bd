from tests.conftest import entry

ID = "sign-in-attribute-duplicate"


def test_case_and_forest_make_no_difference(bench):
    here, there = "CN=Ana,DC=contoso,DC=com", "CN=Ana,DC=fabrikam,DC=com"
    found = (
        bench(ID)
        .with_plan(sign_in_attribute="mail")
        .compare(
            entry({"mail": "ana@contoso.com"}, dn=here),
            entry({"mail": "Ana@Contoso.com"}, dn=there),
        )
    )
    assert [(finding.attribute, finding.related) for finding in found] == [
        ("mail", (there,)),
        ("mail", (here,)),
    ]


def test_different_and_blank_values_do_not_collide(bench):
    planned = bench(ID).with_plan(sign_in_attribute="mail")
    assert not planned.compare(entry({"mail": "a@contoso.com"}), entry({"mail": "b@contoso.com"}))
    assert not planned.compare(entry({"mail": " "}), entry({"mail": " "}))
