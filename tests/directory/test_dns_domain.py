"""Which domains the internet knows, and which the tenant has."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some
from publicsuffixlist import PSLFILE, PublicSuffixList

from readiness import Plan
from readiness.directory.addresses.dns_domain import (
    RESERVED,
    data_date,
    may_be_initial,
    nearest_among,
    unroutable,
    verified_domains,
)
from tests.writing import unhurried


@pytest.mark.parametrize(
    "domain",
    [
        "contoso.com",
        "sales.emea.contoso.com",
        "contoso.co.uk",
        "contoso.app",
        "contoso.museum",
        "contoso.swiss",
        "contoso.onmicrosoft.com",
        "xn--mnchen-3ya.de",
        "münchen.de",
        "xn--80ak6aa92e.com",
        "contoso.xn--p1ai",
        "contoso.рф",
        "contoso.com.",
        "contoso.local.com",
        "local.contoso.com",
        "contoso.azurewebsites.net",
    ],
)
def test_a_domain_below_a_public_suffix_can_be_verified(domain):
    assert unroutable(domain) is None


def test_every_top_level_domain_of_the_list_is_known():
    whole = PublicSuffixList(accept_unknown=False, accept_encoded_idn=False, only_icann=True)
    rules = Path(PSLFILE).read_text("utf-8").splitlines()
    labels = {rule.rpartition(".")[2] for rule in rules if rule and not rule.startswith("//")}
    for label in labels - RESERVED.keys():
        is_known = whole.publicsuffix(f"any.{label}") is not None
        assert (unroutable(f"contoso.{label}") is None) is is_known, label
    assert len(labels) > 1000


@pytest.mark.parametrize("suffix", sorted(RESERVED))
def test_nobody_can_own_a_domain_below_a_reserved_name(suffix):
    assert unroutable(f"contoso.{suffix}") == RESERVED[suffix]
    assert unroutable(f"sales.contoso.{suffix}") == RESERVED[suffix]


@pytest.mark.parametrize("domain", ["contoso.ad", "contoso.de", "contoso.zone", "contoso.group"])
def test_a_name_that_sounds_private_may_be_public(domain):
    assert unroutable(domain) is None


@pytest.mark.parametrize("domain", ["contoso.domain", "contoso.adds", "contoso.dc1", "10.0.0.1"])
def test_an_unknown_top_level_domain_is_told(domain):
    assert unroutable(domain) == "ends in a top-level domain that the internet does not know"


@pytest.mark.parametrize("domain", ["contoso", "com", "", ".", "local"])
def test_a_single_label_is_told(domain):
    assert unroutable(domain) == "is a single label, which no public domain is"


@unhurried
@given(some.text(max_size=80))
def test_any_text_has_an_answer(domain):
    answer = unroutable(domain)
    assert answer is None or re.match(r"(is|ends) ", answer)


def test_the_date_of_the_list_is_a_date():
    assert date.fromisoformat(data_date()) > datetime(2024, 1, 1, tzinfo=UTC).date()


def test_the_initial_domain_counts_as_verified():
    plan = Plan(verified_domains=("Contoso.com",), initial_domain="contoso.onmicrosoft.com")
    assert verified_domains(plan) == {
        "contoso.com",
        "contoso.onmicrosoft.com",
        "contoso.mail.onmicrosoft.com",
    }


@pytest.mark.parametrize("domain", ["contoso.com", "sales.contoso.com", "a.b.contoso.com"])
def test_a_domain_is_below_itself_and_its_parents(domain):
    assert nearest_among(frozenset({"contoso.com"}), domain) == "contoso.com"
    assert nearest_among(frozenset({"contoso.com", domain}), domain) == domain


@pytest.mark.parametrize("domain", ["com", "notcontoso.com", "contoso.com.evil.org", ""])
def test_a_domain_is_below_nothing_else(domain):
    assert nearest_among(frozenset({"contoso.com"}), domain) is None


def test_a_domain_of_microsoft_may_be_the_initial_one_unless_the_plan_names_it():
    assert may_be_initial("contoso.onmicrosoft.com", Plan())
    assert not may_be_initial("contoso.com", Plan())
    named = Plan(initial_domain="fabrikam.onmicrosoft.com")
    assert not may_be_initial("contoso.onmicrosoft.com", named)
