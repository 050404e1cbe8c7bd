import pytest

ID = "upn-trailing-dot"


@pytest.mark.parametrize("name", ["ana.@contoso.com", "ana..@contoso.com", "ana.@contoso.local"])
def test_a_dot_before_the_at_is_found(bench, name):
    [finding] = bench(ID).examine({"userPrincipalName": name})
    assert finding.proposal == f"ana{name[name.index('@') :]}"


def test_a_name_of_dots_has_no_better_one(bench):
    assert bench(ID).examine({"userPrincipalName": "..@contoso.com"})[0].proposal is None


@pytest.mark.parametrize(
    "name",
    [
        "a.na@contoso.com",
        ".ana@contoso.com",
        "ana@contoso.com.",
        "ana. @contoso.com",
        "ana.",
        "a.@b@c",
    ],
)
def test_other_dots_are_of_other_checks(bench, name):
    assert not bench(ID).examine({"userPrincipalName": name})
