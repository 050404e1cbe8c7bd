import pytest

ID = "upn-malformed"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("ana", "has no @"),
        ("ana@contoso@contoso.com", "has 2 @"),
        ("@@", "has 2 @"),
        ("@contoso.com", "has nothing before the @"),
        ("ana@", "has nothing after the @"),
        ("@", "has nothing before the @"),
        ("ana@contoso..com", "has a dot too many in its domain"),
        ("ana@.contoso.com", "has a dot too many in its domain"),
        ("ana@contoso.com.", "has a dot too many in its domain"),
    ],
)
def test_one_name_one_at_and_one_domain_are_needed(bench, name, message):
    [finding] = bench(ID).examine({"userPrincipalName": name})
    assert (finding.value, finding.message) == (name, message)


@pytest.mark.parametrize(
    "name",
    [
        "ana@contoso.com",
        ".ana@contoso.com",
        "ana.@contoso.com",
        "a&@contoso.com",
        "a b@contoso",
        "",
    ],
)
def test_other_mistakes_are_of_other_checks(bench, name):
    assert not bench(ID).examine({"userPrincipalName": name})


@pytest.mark.parametrize(
    ("name", "proposal"),
    [
        ("ana@contoso.com.", "ana@contoso.de"),
        ("ana@contoso.de.", "ana@contoso.de"),
        ("ana", "ana@contoso.de"),
        ("ana@", "ana@contoso.de"),
        ("@contoso.com", None),
        ("ana@contoso@contoso.com", None),
        ("a&b", None),
    ],
)
def test_what_is_obvious_is_proposed(bench, name, proposal):
    planned = bench(ID).with_plan(verified_domains=("contoso.de",))
    assert planned.examine({"userPrincipalName": name})[0].proposal == proposal


def test_no_domain_is_invented(bench):
    assert bench(ID).examine({"userPrincipalName": "ana"})[0].proposal is None
