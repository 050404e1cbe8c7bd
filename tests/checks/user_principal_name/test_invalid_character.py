import pytest

ID = "upn-invalid-character"


@pytest.mark.parametrize("character", '\\%&*+/=?{}|<>();:,[]"$`')
def test_what_microsoft_does_not_list_is_invalid(bench, character):
    [finding] = bench(ID).examine({"userPrincipalName": f"a{character}b@contoso.com"})
    assert finding.message == f"has {character} before the @"
    assert finding.proposal is None


@pytest.mark.parametrize("name", ["o'neil", "a.b-c_d!e#f^g~h", "A1", ".ana", "ana."])
def test_the_allow_list_is_valid(bench, name):
    assert not bench(ID).examine({"userPrincipalName": f"{name}@contoso.com"})


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (" ana@contoso.com", "has ␠ before the @"),
        ("ana @contoso.com", "has ␠ before the @"),
        ("ana@contoso.com ", "has ␠ after the @"),
        ("ana\r@contoso.com", "has \\x0d before the @"),
        ("an\u200ba@contoso.com", "has \\u200b before the @"),
        ("ana@contoso\u00a0.com", "has \\xa0 after the @"),
        ("jos\u00e9@contoso.com", "has é (U+00E9) before the @"),
        ("\u0430na@contoso.com", "has а (U+0430) before the @"),  # noqa: RUF001 - Cyrillic
        ("ana@m\u00fcnchen.de", "has ü (U+00FC) after the @"),
        ("a&&+b@con/toso.com", "has &, + before the @ and / after the @"),
        ("a&@contoso.com", "has & before the @"),
        ("a&@b&@contoso.com", "has & before the @ and & after the @"),
        ("$%&*+/=", "has $, %, &, *, + and others before the @"),
    ],
)
def test_the_message_shows_which_and_where(bench, name, message):
    [finding] = bench(ID).examine({"userPrincipalName": name})
    assert finding.message == message


@pytest.mark.parametrize(
    "name", ["", " ", "\u200b", "@", "ana", "ana@sub_net.con-toso.com", "a@b@c"]
)
def test_other_mistakes_are_of_other_checks(bench, name):
    assert not bench(ID).examine({"userPrincipalName": name})


@pytest.mark.parametrize(
    ("name", "proposal"),
    [
        ("jos\u00e9@contoso.com", "jose@contoso.com"),
        ("jose\u0301@contoso.com", "jose@contoso.com"),
        ("S\u00f8ren.\u0141ukasik@contoso.com", "Soren.Lukasik@contoso.com"),
        ("wei\u00df@contoso.com", "weiss@contoso.com"),
        (" ana @contoso.com ", "ana@contoso.com"),
        ("ana. @contoso.com", "ana@contoso.com"),
        ("an\u200ba@contoso.com", "ana@contoso.com"),
        ("\u0430na@contoso.com", None),  # a Cyrillic letter has no accent to lose
        ("ana@m\u00fcnchen.de", None),  # that would be another domain
        ("a+b@contoso.com", None),
        ("\u00e9" * 65 + "@contoso.com", None),
    ],
)
def test_accents_and_blanks_go(bench, name, proposal):
    assert bench(ID).examine({"userPrincipalName": name})[0].proposal == proposal
