import pytest

ID = "sign-in-attribute-malformed"


@pytest.fixture
def malformed(bench):
    return bench(ID).with_plan(sign_in_attribute="mail")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("ana", "no @"),
        ("ana@contoso@contoso.com", "2 @"),
        ("@contoso.com", "nothing before"),
        ("ana@", "nothing after"),
        (f"{'a' * 65}@contoso.com", "more than 64"),
        (f"ana@{'d' * 45}.com", "48 after"),
        ("ana.@contoso.com", "dot just before"),
        ("ana@contoso..com", "dot too many"),
        ("ana@con_toso.com", "an underscore in its domain"),
        ("ana@-contoso.com", "a hyphen where"),
        ("ana+news@contoso.com", "a character"),
        ("josé@contoso.com", "a character"),
        ("ana silva@contoso.com", "a character"),
        ("ana@münchen.de", "a character"),
    ],
)
def test_the_rules_of_a_user_name_hold(malformed, value, words):
    [finding] = malformed.examine({"mail": value})
    assert words in finding.message
    assert finding.proposal is None


@pytest.mark.parametrize(
    "value",
    [
        f"{'a' * 64}@{'d' * 44}.com",
        "o'neil@contoso.com",
        "ana@contoso.local",
        "a_b@c-d.com",
        "",
        " ",
    ],
)
def test_good_and_blank_values_pass(malformed, value):
    assert not malformed.examine({"mail": value})


def test_outer_blanks_go(malformed):
    assert malformed.examine({"mail": " ana@contoso.com "})[0].proposal == "ana@contoso.com"
