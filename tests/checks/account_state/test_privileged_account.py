import pytest

from readiness import PROTECTED_GROUPS

ID = "privileged-account"
DOMAIN = "DC=contoso,DC=com"


@pytest.mark.parametrize(
    "group",
    [
        f"CN=Domain Admins,CN=Users,{DOMAIN}",
        f"cn=enterprise admins,OU=Tier 0,{DOMAIN}",
        *(f"{group}{DOMAIN}" for group in PROTECTED_GROUPS),
    ],
)
def test_a_member_of_an_administrative_group_is_found(bench, group):
    groups = [f"CN=Staff,{DOMAIN}", group]
    [finding] = bench(ID).examine({"memberOf": groups, "adminCount": "0"})
    assert (finding.attribute, finding.value) == ("memberOf", group)


@pytest.mark.parametrize("group", ["512", "519"])
def test_the_primary_group_counts(bench, group):
    [finding] = bench(ID).examine({"primaryGroupID": group})
    assert (finding.attribute, finding.value) == ("primaryGroupID", group)


def test_an_admin_count_of_one_is_enough(bench):
    [finding] = bench(ID).examine({"adminCount": "1", "primaryGroupID": "513"})
    assert (finding.attribute, finding.value) == ("adminCount", "1")


@pytest.mark.parametrize(
    "group",
    [
        f"CN=Domain Admins Alumni,{DOMAIN}",
        f"CN=Former Domain Admins,{DOMAIN}",
        f"CN=Administrators,OU=SharePoint,{DOMAIN}",
        f"CN=Staff,OU=Domain Admins,{DOMAIN}",
    ],
)
def test_similar_names_are_other_groups(bench, group):
    assert not bench(ID).examine({"memberOf": group, "adminCount": "0", "primaryGroupID": "513"})


def test_a_disabled_administrator_and_everybody_else_pass(bench):
    assert not bench(ID).examine({"adminCount": "1", "userAccountControl": "514"})
    assert not bench(ID).examine({})
