import pytest

from readiness import Kind

ID = "lost-and-found"


@pytest.mark.parametrize(
    "dn",
    [
        "CN=Ana,CN=LostAndFound,DC=contoso,DC=com",
        "cn=Ana,cn=lostandfound,dc=contoso,dc=com",
        "CN=Ana,OU=Staff,CN=LostAndFound,DC=contoso,DC=com",
    ],
)
@pytest.mark.parametrize("kind", [Kind.USER, Kind.GROUP, Kind.CONTACT])
def test_what_lies_in_the_container_is_found(bench, dn, kind):
    assert len(bench(ID).examine({}, dn=dn, kind=kind)) == 1


@pytest.mark.parametrize(
    "dn",
    [
        "CN=Ana,OU=Staff,DC=contoso,DC=com",
        "CN=LostAndFound,DC=contoso,DC=com",
        "CN=Ana,OU=LostAndFound,DC=contoso,DC=com",
        "CN=Ana,CN=LostAndFound,OU=Staff,DC=contoso,DC=com",
    ],
)
def test_what_lies_elsewhere_passes(bench, dn):
    assert not bench(ID).examine({}, dn=dn)
