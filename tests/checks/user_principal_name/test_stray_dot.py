import pytest

ID = "upn-stray-dot"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (".ana@contoso.com", "begins with a dot"),
        ("ana..silva@contoso.com", "has two dots in a row"),
        ("ana..silva.@contoso.com", "has two dots in a row"),
    ],
)
def test_a_dot_without_a_letter_is_found(bench, name, message):
    [finding] = bench(ID).examine({"userPrincipalName": name})
    assert finding.message == message
    assert finding.proposal in {"ana@contoso.com", "ana.silva@contoso.com"}


@pytest.mark.parametrize(
    "name", ["a.na@contoso.com", "ana.@contoso.com", "ana..@contoso.com", ".ana", "..", ".a@b@c"]
)
def test_other_dots_are_of_other_checks(bench, name):
    assert not bench(ID).examine({"userPrincipalName": name})
