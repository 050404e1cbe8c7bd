import pytest

ID = "proxy-address-malformed"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("ana@contoso.com", "has no type in front, such as smtp:"),
        (":ana@contoso.com", "has no type in front, such as smtp:"),
        ("SMTP :ana@contoso.com", "has no type in front, such as smtp:"),
        ("ana@contoso.com:smtp", "has no type in front, such as smtp:"),
        ("", "has no type in front, such as smtp:"),
        ("smtp:", "has nothing behind its type"),
        ("SMTP:ana", "has no @"),
        ("SMTP:ana silva", "has no @"),
        ("smtp:ana@ben@contoso.com", "has more than one @"),
        ("smtp:@contoso.com", "has nothing before the @"),
        ("smtp:ana@", "has nothing behind the @"),
        ("smtp:ana.@contoso.com", "has a dot where a part begins or ends, or two in a row"),
        ("smtp:ana@.contoso.com", "has a dot where a part begins or ends, or two in a row"),
        ("smtp:ana@contoso-.com", "has a domain with a label that no host name may have"),
        (r"smtp:a\b@contoso.com", "has characters that no mail address has: \\"),
    ],
)
def test_what_is_no_proxy_address_is_found(bench, value, message):
    [finding] = bench(ID).examine({"proxyAddresses": value})
    assert (finding.value, finding.message) == (value, message)


@pytest.mark.parametrize(
    "value",
    [
        "SMTP:ana@contoso.com",
        " smtp:ana@contoso.com ",
        "smtp:o'neil+a&b@contoso.com",
        "smtp:ana@contoso",
        "sip:ana",
        "x500:/o=Contoso/ou=Exchange (FYDIBOHF23SPDLT)/cn=Ana O'Neil",
        "X400:c=US;a= ;p=Contoso;o=Exchange;s=Silva;g=Ana;",
        "NOTES:Ana Silva/Contoso @ Domain",
        "CCMAIL:Ana at PO",
        "SPO:SPO_5b7@SPO_4c1",
        "unheard-of:anything @ all",
    ],
)
def test_an_address_and_whatever_other_types_hold_pass(bench, value):
    assert not bench(ID).examine({"proxyAddresses": value})


@pytest.mark.parametrize(
    "value",
    ["smtp:ana silva@contoso.com", "smtp:é@contoso.com", "smtp:ana@münchen.de", "SMTP:a:M@c.com"],
)
def test_characters_and_colons_are_other_checks_business(bench, value):
    assert not bench(ID).examine({"proxyAddresses": value})


@pytest.mark.parametrize(
    ("value", "proposal"),
    [
        ("ana@contoso.com", "smtp:ana@contoso.com"),
        (" ana@contoso.com", "smtp:ana@contoso.com"),
        ("ana", None),
        ("SMTP :ana@contoso.com", None),
        ("smtp:ana@", None),
    ],
)
def test_a_type_is_proposed_for_an_address_without_one(bench, value, proposal):
    [finding] = bench(ID).examine({"proxyAddresses": value})
    assert finding.proposal == proposal
