import pytest

from readiness import Kind

ID = "group-member-foreign"
CONTAINER = "CN=ForeignSecurityPrincipals,DC=contoso,DC=com"


def test_an_account_of_another_forest_is_found(bench):
    foreign = f"CN=S-1-5-21-1-2-3-1104,{CONTAINER}"
    [finding] = bench(ID).examine(
        {"member": ["CN=Ana,OU=Staff,DC=contoso,DC=com", foreign]}, kind=Kind.GROUP
    )
    assert (finding.attribute, finding.value) == ("member", foreign)
    assert finding.message.startswith("stands for an account of another forest")


def test_authenticated_users_exist_in_no_forest(bench):
    [finding] = bench(ID).examine({"member": f"cn=s-1-5-11,{CONTAINER.lower()}"}, kind=Kind.GROUP)
    assert finding.message.startswith("stands for a built-in identity")


@pytest.mark.parametrize(
    "member",
    [
        "CN=Ana,OU=Staff,DC=contoso,DC=com",
        "CN=Ana,OU=ForeignSecurityPrincipals,DC=contoso,DC=com",
        "CN=S-1-5-21-1-2-3-1104,OU=Staff,DC=contoso,DC=com",
    ],
)
def test_a_member_of_one_s_own_forest_passes(bench, member):
    assert not bench(ID).examine({"member": member}, kind=Kind.GROUP)
