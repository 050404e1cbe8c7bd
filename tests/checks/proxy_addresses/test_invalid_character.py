import pytest

ID = "proxy-address-invalid-character"


@pytest.mark.parametrize(
    ("character", "shown"),
    [*((one, one) for one in '<>();,[]"é'), (" ", "␠"), ("\t", r"\x09"), ("\u200b", r"\u200b")],
)
def test_each_invalid_character_is_shown(bench, character, shown):
    [finding] = bench(ID).examine({"proxyAddresses": f"smtp:an{character}a@contoso.com"})
    assert finding.message == f"has characters that no SMTP address may have: {shown}"


def test_a_character_is_shown_once(bench):
    [finding] = bench(ID).examine({"proxyAddresses": "SMTP:(a) b (c)@contoso.com"})
    assert finding.message.endswith(": ( ) ␠")


@pytest.mark.parametrize(
    "value",
    [
        "SMTP:ana.o'neil@contoso.com",
        "smtp:a!#$%&*+/=?^_`{|}~-@contoso.com",
        r"smtp:a\b@contoso.com",
        "SMTP:user:M@contoso.com",
        " smtp:ana@contoso.com ",
        'X500:/o=Contoso/ou=Exchange (FYDIBOHF23SPDLT)/cn=Ana, "José" [x]',
        "X400:c=US;a= ;p=Contoso;s=Silva;",
        "SIP:ana silva@contoso.com",
        "NOTES:Ana Silva/Contoso",
        "ana silva",
    ],
)
def test_other_characters_outer_blanks_and_other_types_pass(bench, value):
    assert not bench(ID).examine({"proxyAddresses": value})


@pytest.mark.parametrize(
    ("value", "proposal"),
    [
        ("SMTP: ana@contoso.com", "SMTP:ana@contoso.com"),
        ("smtp:ana@contoso.com;", "smtp:ana@contoso.com"),
        ("smtp:<ana@contoso.com>", "smtp:ana@contoso.com"),
        ("smtp:ana\u200b@contoso.com", "smtp:ana@contoso.com"),
        ("smtp:ana silva@contoso.com", None),
        ("smtp:jöhn@contoso.com", None),
        ("smtp:ana@münchen.de", None),
    ],
)
def test_only_what_was_surely_meant_is_proposed(bench, value, proposal):
    [finding] = bench(ID).examine({"proxyAddresses": value})
    assert finding.proposal == proposal
