import pytest

ID = "upn-trailing-dot"


@pytest.mark.parametrize(
    ("name", "proposal"),
    [
        ("ana.@contoso.com", "ana@contoso.com"),
        ("ana..@contoso.com", "ana@contoso.com"),
        ("ana.@contoso.local", None),  # which would be no better
    ],
)
def test_a_dot_before_the_at_is_found(bench, name, proposal):
    [finding] = bench(ID).examine({"userPrincipalName": name})
    assert finding.proposal == proposal


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
