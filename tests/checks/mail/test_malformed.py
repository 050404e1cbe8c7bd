import pytest

ID = "mail-malformed"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("", "is blank"),
        ("  ", "is blank"),
        ("ana", "has no @"),
        ("ana(at)contoso.com", "has no @"),
        ("ana@ben@contoso.com", "has more than one @"),
        ("@contoso.com", "has nothing before the @"),
        ("ana@", "has nothing behind the @"),
        ("ana.@contoso.com", "has a dot where a part begins or ends, or two in a row"),
        (".ana@contoso.com", "has a dot where a part begins or ends, or two in a row"),
        ("ana..silva@contoso.com", "has a dot where a part begins or ends, or two in a row"),
        ("ana@contoso..com", "has a dot where a part begins or ends, or two in a row"),
        ("ana@contoso.com.", "has a dot where a part begins or ends, or two in a row"),
        ("ana silva@contoso.com", "has characters that no mail address has: ␠"),
        ("ana,ben@contoso.com", "has characters that no mail address has: ,"),
        ("joão@contoso.com", "has characters that no mail address has: ã"),
        ("ana@münchen.de", "has characters that no mail address has: ü"),
        ("ana\u200b@contoso.com", r"has characters that no mail address has: \u200b"),
        ("ana@-contoso.com", "has a domain with a label that no host name may have"),
        ("ana@con_toso.com", "has a domain with a label that no host name may have"),
        (f"ana@{'c' * 64}.com", "has a domain with a label that no host name may have"),
        (f"{'a' * 245}@contoso.com", "has 257 characters; 256 are allowed"),
    ],
)
def test_what_is_no_address_is_found(bench, value, message):
    [finding] = bench(ID).examine({"mail": value})
    assert finding.message == message


@pytest.mark.parametrize(
    "value",
    [
        "ana@contoso.com",
        "Ana.O'Neil+news@sales.contoso.co.uk",
        "a&b/c=d@contoso.com",
        "ana@xn--mnchen-3ya.de",
        "ana@contoso",
        f"ana@{'c' * 63}.com",
        f"{'a' * 244}@contoso.com",
    ],
)
def test_an_address_passes(bench, value):
    assert not bench(ID).examine({"mail": value})


def test_blanks_at_an_end_pass_since_entra_connect_trims_them(bench):
    assert not bench(ID).examine({"mail": " ana@contoso.com "})


@pytest.mark.parametrize(
    ("value", "proposal"),
    [
        ("holly @contoso.com", "holly@contoso.com"),
        ("<ana@contoso.com>;", "ana@contoso.com"),
        ("ana\u200b@contoso\u00a0.com", "ana@contoso.com"),
        ("ana silva@contoso.com", None),
        ("joão@contoso.com", None),
        ("ana@contoso.com;ben@contoso.com", None),
    ],
)
def test_only_what_was_surely_meant_is_proposed(bench, value, proposal):
    [finding] = bench(ID).examine({"mail": value})
    assert finding.proposal == proposal
