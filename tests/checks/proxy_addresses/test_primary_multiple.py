import pytest

ID = "proxy-address-primary-multiple"


def test_several_primary_addresses_are_one_finding_that_names_them(bench):
    [finding] = bench(ID).examine(
        {
            "proxyAddresses": [
                "SMTP:ana@contoso.com",
                "smtp:a@contoso.com",
                " SMTP:silva@contoso.com",
            ]
        }
    )
    assert finding.message == (
        "holds 2 primary SMTP addresses: “SMTP:ana@contoso.com”, “SMTP:silva@contoso.com”"
    )


def test_of_many_a_few_are_named(bench):
    [finding] = bench(ID).examine({"proxyAddresses": [f"SMTP:a{n}@b.de" for n in range(9)]})
    assert finding.message.startswith("holds 9 primary SMTP addresses")
    assert finding.message.count("“") == 5


@pytest.mark.parametrize(
    "proxies",
    [
        ["SMTP:ana@contoso.com", "smtp:silva@contoso.com", "Smtp:a@contoso.com"],
        ["SMTP:ana@contoso.com", "SIP:ana@contoso.com", "X500:/o=Contoso"],
        ["smtp:ana@contoso.com", "smtp:silva@contoso.com"],
    ],
)
def test_one_or_none_passes(bench, proxies):
    assert not bench(ID).examine({"proxyAddresses": proxies})
