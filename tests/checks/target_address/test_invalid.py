import pytest

ID = "target-address-invalid"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("ana@contoso.com", "has no type in front, such as SMTP:"),
        ("", "has no type in front, such as SMTP:"),
        ("SMTP:", "has nothing behind its type"),
        ("SMTP:ana", "has no @"),
        ("SMTP:ana@ben@contoso.com", "has more than one @"),
        ("SMTP:user:M@contoso.com", "has another colon behind its type"),
        ("SMTP:ana.@contoso.com", "has a dot where a part begins or ends, or two in a row"),
        (" SMTP:ana@contoso.com", "begins or ends with white space, which is not trimmed"),
        ("SMTP:ana@contoso.com ", "begins or ends with white space, which is not trimmed"),
        ("SMTP:an a@contoso.com", "has characters that no targetAddress may have: ␠"),
        ("SMTP:ana@münchen.de", "has characters that no targetAddress may have: ü"),
    ],
)
def test_what_is_no_target_is_found(bench, value, message):
    [finding] = bench(ID).examine({"targetAddress": value})
    assert finding.message == message


@pytest.mark.parametrize("character", '\\<>();,[]"')
def test_each_invalid_character_is_shown(bench, character):
    [finding] = bench(ID).examine({"targetAddress": f"SMTP:an{character}a@contoso.com"})
    assert finding.message.endswith(f": {character}")


@pytest.mark.parametrize("domain", ["contoso.local", "contoso", "contoso.notatld"])
def test_a_domain_that_the_internet_does_not_know_is_found(bench, domain):
    [finding] = bench(ID).examine({"targetAddress": f"smtp:ana@{domain}"})
    assert finding.message.startswith("has a domain that ")


@pytest.mark.parametrize("kind", ["SMTP", "X400"])
@pytest.mark.parametrize(("length", "found"), [(256, 0), (257, 1)])
def test_256_characters_pass(bench, kind, length, found):
    value = f"{kind}:{'a' * (length - 13 - 4)}@contoso.com"
    assert len(value) == length
    assert len(bench(ID).examine({"targetAddress": value})) == found


@pytest.mark.parametrize(
    "value",
    [
        "SMTP:ana@contoso.mail.onmicrosoft.com",
        "smtp:o'neil+x@fabrikam.swiss",
        "X500:/o=Contoso/ou=Exchange (FYDIBOHF23SPDLT)/cn=Ana, O'Neil",
        "X400:c=US;a= ;p=Contoso;s=Silva;",
        "NOTES:Ana Silva/Contoso",
    ],
)
def test_addresses_and_other_types_pass(bench, value):
    assert not bench(ID).examine({"targetAddress": value})


@pytest.mark.parametrize(
    ("value", "proposal"),
    [
        ("ana@contoso.com", "SMTP:ana@contoso.com"),
        (" SMTP:ana@contoso.com", "SMTP:ana@contoso.com"),
        ("smtp:<ana@contoso.com>", "smtp:ana@contoso.com"),
        (" X400:c=US;a= ;", "X400:c=US;a= ;"),
        ("ana@contoso.local", None),
        ("SMTP:an a@contoso.com", None),
        ("SMTP:", None),
    ],
)
def test_only_a_sound_target_is_proposed(bench, value, proposal):
    [finding] = bench(ID).examine({"targetAddress": value})
    assert finding.proposal == proposal
