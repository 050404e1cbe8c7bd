import pytest

from readiness import Severity

ID = "proxy-address-domain-not-routable"


@pytest.mark.parametrize(
    "value",
    ["smtp:ana@contoso.local", "SMTP:ana@CONTOSO.LAN ", "smtp:ana@contoso", "Smtp:a@b.notatld"],
)
def test_a_domain_that_nobody_can_verify_is_found(bench, value):
    [finding] = bench(ID).examine({"proxyAddresses": ["SMTP:ana@contoso.com", value]})
    assert finding.value == value
    assert finding.message.startswith("has a domain that ")


@pytest.mark.parametrize(
    "value",
    [
        "smtp:ana@contoso.swiss",
        "smtp:ana@contoso.travelersinsurance",
        "smtp:ana@contoso.edu.au",
        "smtp:ana@xn--mnchen-3ya.xn--p1ai",
        "sip:ana@contoso.local",
        "X500:/o=contoso/cn=ana@contoso.local",
        "ana@contoso.local",
    ],
)
def test_public_domains_and_other_types_pass(bench, value):
    assert not bench(ID).examine({"proxyAddresses": value})


@pytest.mark.parametrize(
    "value", ["smtp:ana", "smtp:ana@", "smtp:ana@contoso..local", "smtp:ana@contoso.c om"]
)
def test_what_is_no_domain_is_another_check_s_business(bench, value):
    assert not bench(ID).examine({"proxyAddresses": value})


@pytest.mark.parametrize(
    ("value", "mailbox", "severity"),
    [
        ("SMTP:ana@contoso.local", {}, None),
        ("smtp:ana@contoso.local", {}, Severity.WARNING),
        ("smtp:ana@contoso.local", {"homeMDB": "CN=DB1,DC=contoso,DC=com"}, None),
    ],
)
def test_a_secondary_address_is_no_error_unless_a_mailbox_has_to_move(
    bench, value, mailbox, severity
):
    [finding] = bench(ID).examine({"proxyAddresses": value, **mailbox})
    assert finding.severity is severity  # none: that of the check, which is an error
    assert ("from moving" in finding.message) is bool(mailbox)


@pytest.mark.parametrize(
    ("values", "proposal"),
    [
        (["SMTP:ana@contoso.local", "smtp:ana@contoso.com"], "SMTP:ana@contoso.com"),
        (["SMTP:ana@contoso.local", "smtp:ana@contoso.com", "smtp:a@contoso.com"], None),
        (["SMTP:ana@contoso.local", "smtp:ana@fabrikam.com"], None),
        (["SMTP:ana@contoso.local", "smtp:ana@contoso.onmicrosoft.com"], None),
        (["SMTP:ana@contoso.com", "smtp:ana@contoso.local"], None),
    ],
)
def test_a_valid_secondary_address_is_promoted(bench, values, proposal):
    planned = bench(ID).with_plan(verified_domains=("contoso.com",))
    [finding] = planned.examine({"proxyAddresses": values})
    assert finding.proposal == proposal
