"""Which name is proposed: the one that people want, and not another one the next time."""

import pytest

DOMAINS = {"verified_domains": ("contoso.com", "contoso.de")}
INVALID, NOT_ROUTABLE = "upn-invalid-character", "upn-suffix-not-routable"
NOT_VERIFIED, MALFORMED = "upn-suffix-not-verified", "upn-malformed"


@pytest.mark.parametrize(
    ("check", "name"),
    [
        (INVALID, "j\u00f6rg.m\u00fcller@contoso.com"),
        (NOT_ROUTABLE, "jm@contoso.local"),
        (NOT_VERIFIED, "jm@fabrikam.com"),
        (NOT_VERIFIED, "jm@emea.contoso.com"),
        (MALFORMED, "jm"),
        ("upn-trailing-dot", "jm.@contoso.com"),
        ("upn-too-long", f"{'jm' * 40}@contoso.com"),
        ("upn-stray-dot", ".jm@contoso.com"),
        ("upn-missing", None),
    ],
)
@pytest.mark.parametrize(
    "addresses",
    [
        {"mail": "j.mueller@contoso.de"},
        {"proxyAddresses": ["smtp:jm@contoso.com", "SMTP:j.mueller@contoso.de"]},
        # what the repair of the addresses will make the primary one
        {"proxyAddresses": ["SMTP:jm@contoso.local", "smtp:j.mueller@contoso.de"]},
        {"proxyAddresses": ["SMTP:jm@contoso.onmicrosoft.com", "smtp:j.mueller@contoso.de"]},
        {"proxyAddresses": "SMTP:x@contoso.local", "mail": "j.mueller@contoso.de"},
        {"mail": " <j.mueller@contoso.de>"},
    ],
)
def test_the_primary_address_is_proposed(bench, check, name, addresses):
    names = {"userPrincipalName": name} if name else {}
    planned = bench(check).with_plan(**DOMAINS)
    [finding] = planned.examine({"sAMAccountName": "jm", **names, **addresses})
    assert finding.proposal == "j.mueller@contoso.de"


@pytest.mark.parametrize(
    "addresses",
    [
        {},
        {"mail": "jm@contoso.onmicrosoft.com"},
        {"mail": "jm@tailspin.com"},
        {"mail": "jm@hq.contoso.com"},
        {"mail": "j+m@contoso.com"},  # an address, but no sign-in name
        {"proxyAddresses": ["SMTP:a@contoso.com", "SMTP:b@contoso.com"]},
    ],
)
def test_an_address_that_will_not_do_as_a_name_is_not_proposed(bench, addresses):
    planned = bench(NOT_ROUTABLE).with_plan(**DOMAINS)
    [finding] = planned.examine({"userPrincipalName": "kim@contoso.local", **addresses})
    assert finding.proposal == "kim@contoso.com"


@pytest.mark.parametrize(
    ("name", "mail", "proposal"),
    [
        ("j\u00f6rg.m\u00fc\u00dfig", None, "joerg.muessig"),
        ("\u00d6zg\u00fcr", None, "Oezguer"),
        ("jo\u0308rg", None, "joerg"),  # the umlaut as two characters
        ("j\u00f6rg", "jorg@tailspin.com", "jorg"),
        ("j\u00f6rg", "jurgen@tailspin.com", "joerg"),
        ("jos\u00e9", None, "jose"),
    ],
)
def test_umlauts_are_spelt_as_germans_do_unless_the_mail_says_otherwise(
    bench, name, mail, proposal
):
    addresses = {"mail": mail} if mail else {}
    planned = bench(INVALID).with_plan(**DOMAINS)
    [finding] = planned.examine({"userPrincipalName": f"{name}@contoso.com", **addresses})
    assert finding.proposal == f"{proposal}@contoso.com"


def test_without_a_list_of_domains_a_name_stays_in_its_domain(bench):
    names = {"userPrincipalName": "j\u00f6rg@contoso.com", "mail": "j.m@contoso.com"}
    assert bench(INVALID).examine(names)[0].proposal == "j.m@contoso.com"
    names["mail"] = "j.m@fabrikam.com"
    assert bench(INVALID).examine(names)[0].proposal == "joerg@contoso.com"


@pytest.mark.parametrize(
    ("name", "domains", "proposal"),
    [
        ("ana@hq.contoso.com", ("contoso.de", "Contoso.com"), "ana@contoso.com"),
        ("ana@tailspin.com", ("contoso.onmicrosoft.com", "contoso.de"), "ana@contoso.de"),
        ("ana@tailspin.com", ("contoso.onmicrosoft.com",), None),
    ],
)
def test_a_name_moves_to_the_nearest_domain_and_never_to_one_of_microsoft(
    bench, name, domains, proposal
):
    planned = bench(NOT_VERIFIED).with_plan(verified_domains=domains)
    assert planned.examine({"userPrincipalName": name})[0].proposal == proposal
