import pytest

from readiness import Kind

ID = "conflict-object"
GUID = "f2953050-cfdc-4d5b-a667-7d6615694d51"


@pytest.mark.parametrize("mark", [r"\0ACNF:", r"\0aCNF:", "\nCNF:"])
@pytest.mark.parametrize("kind", [Kind.USER, Kind.GROUP, Kind.CONTACT])
def test_the_object_that_kept_the_name_is_named(bench, mark, kind):
    dn = f"CN=Ana{mark}{GUID},OU=Staff,DC=contoso,DC=com"
    [finding] = bench(ID).examine({}, kind=kind, dn=dn, out_of_scope="conflict-object")
    assert finding.value is None
    assert "“CN=Ana,OU=Staff,DC=contoso,DC=com”" in finding.message


def test_a_comma_in_the_name_makes_no_difference(bench):
    dn = rf"CN=Silva\, Ana\0ACNF:{GUID},OU=Staff,DC=contoso,DC=com"
    [finding] = bench(ID).examine({}, dn=dn, out_of_scope="conflict-object")
    assert r"“CN=Silva\, Ana,OU=Staff,DC=contoso,DC=com”" in finding.message


def test_an_object_below_a_container_that_lost_a_conflict_is_in_order(bench):
    assert not bench(ID).examine({}, dn=rf"CN=Ana,OU=Staff\0ACNF:{GUID},DC=contoso,DC=com")


def test_an_object_that_is_left_out_for_another_reason_is_no_news(bench):
    dn = rf"CN=Ana\0ACNF:{GUID},DC=contoso,DC=com"
    assert not bench(ID).examine({}, dn=dn, out_of_scope="critical-system-object")
