import pytest

ID = "mail-differs-from-primary-smtp"


def test_another_primary_address_is_named_and_proposed(bench):
    [finding] = bench(ID).examine(
        {
            "mail": "ana@contoso.com",
            "proxyAddresses": ["smtp:ana@contoso.com", "SMTP:ana.silva@contoso.com"],
        }
    )
    assert (finding.attribute, finding.value) == ("mail", "ana@contoso.com")
    assert "“ana.silva@contoso.com”" in finding.message
    assert finding.proposal == "ana.silva@contoso.com"


@pytest.mark.parametrize(
    ("mail", "proxies"),
    [
        ("ana@contoso.com", ["SMTP:ana@contoso.com"]),
        (" Ana@Contoso.com", [" SMTP:ana@contoso.com "]),
        ("ana@contoso.com", ["SMTP:ben@contoso.com", "SMTP:ana@contoso.com"]),
        ("ana@contoso.com", ["smtp:ben@contoso.com"]),
        ("ana@contoso.com", ["Smtp:ben@contoso.com", "sip:cleo@contoso.com"]),
    ],
)
def test_equal_addresses_and_objects_without_a_primary_address_pass(bench, mail, proxies):
    assert not bench(ID).examine({"mail": mail, "proxyAddresses": proxies})


@pytest.mark.parametrize(
    ("mail", "primary"),
    [("ana", "SMTP:ana@contoso.com"), (" ", "SMTP:a@b.de"), ("ana@contoso.com", "SMTP:ana b@c.de")],
)
def test_what_is_no_address_is_another_check_s_business(bench, mail, primary):
    assert not bench(ID).examine({"mail": mail, "proxyAddresses": primary})


@pytest.mark.parametrize("attributes", [{"mail": "a@b.de"}, {"proxyAddresses": "SMTP:a@b.de"}])
def test_one_attribute_alone_passes(bench, attributes):
    assert not bench(ID).examine(attributes)
