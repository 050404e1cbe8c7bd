import pytest

ID = "mail-nickname-invalid-character"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("ana silva", "has characters that no alias may have: ␠"),
        ("ana@contoso.com", "has characters that no alias may have: @"),
        ("r&d", "has characters that no alias may have: &"),
        ("joão", "has characters that no alias may have: ã"),
        ('"ana" (x)', 'has characters that no alias may have: " ␠ ( )'),
        (" ", "has characters that no alias may have: ␠"),
        ("ana.", "ends with a dot"),
        ("ana..silva", "has two dots in a row"),
    ],
)
def test_what_does_not_survive_is_found(bench, value, message):
    [finding] = bench(ID).examine({"mailNickname": value})
    assert finding.message == message


@pytest.mark.parametrize("value", ["ana", "Ana.Silva-2", "a!#%*+-/=?^_~$'`{}|b", "a" * 65])
def test_the_characters_of_an_alias_pass(bench, value):
    assert not bench(ID).examine({"mailNickname": value})


@pytest.mark.parametrize("value", [".ana", "..ana", "."])
def test_a_leading_dot_is_another_check_s_business(bench, value):
    assert not bench(ID).examine({"mailNickname": value})


@pytest.mark.parametrize(
    ("value", "proposal"),
    [("ana ", "ana"), ("ana..", "ana"), ("ana silva", None), ("joão", None), (" ", None)],
)
def test_only_what_was_surely_meant_is_proposed(bench, value, proposal):
    [finding] = bench(ID).examine({"mailNickname": value})
    assert finding.proposal == proposal
