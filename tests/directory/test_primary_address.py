"""Which address is an object's primary one when everything proposed is done."""

import pytest

from readiness import Kind, Plan
from readiness.directory.addresses.primary_address import is_discarded, lasting_primary, promoted
from tests.conftest import entry

PLAN = Plan(verified_domains=("contoso.com",))


@pytest.mark.parametrize(
    ("addresses", "mail", "primary"),
    [
        (["SMTP:a@contoso.com", "smtp:b@contoso.com"], None, "a@contoso.com"),
        (["SMTP:a@contoso.local", "smtp:b@contoso.com"], None, "b@contoso.com"),
        (["SMTP:a@contoso.local", "smtp:b@contoso.com", "smtp:c@contoso.com"], None, None),
        (
            ["SMTP:a@contoso.local", "smtp:b@contoso.com", "smtp:c@contoso.com"],
            "C@contoso.com",
            "c@contoso.com",
        ),
        (["SMTP:a@contoso.com", "SMTP:b@contoso.com"], "b@contoso.com", "b@contoso.com"),
        (["X500:/o=Contoso"], "a@contoso.com", "a@contoso.com"),
        (["SMTP:smtp:a@contoso.com"], None, "a@contoso.com"),
        (["sip:a@contoso.com"], None, None),
        ([], "a@contoso.com", "a@contoso.com"),
        ([], "a@contoso.local", "a@contoso.com"),
        ([], "a@tailspin.com", None),
        ([], "a@contoso.onmicrosoft.com", None),
    ],
)
def test_the_primary_address_that_lasts(addresses, mail, primary):
    values = {"proxyAddresses": addresses, "userPrincipalName": "kim@contoso.local"}
    values |= {"mail": mail} if mail else {}
    assert lasting_primary(entry(values), PLAN) == primary


def test_the_sign_in_name_tells_which_address_is_meant():
    addresses = ["SMTP:a@contoso.local", "smtp:b@contoso.com", "smtp:c@contoso.com"]
    kim = entry({"proxyAddresses": addresses, "userPrincipalName": "c@contoso.com"})
    assert lasting_primary(kim, PLAN) == "c@contoso.com"


def test_a_contact_never_gets_an_address_of_the_own_tenant():
    addresses = ["SMTP:kim@tailspin.local", "smtp:kim@contoso.com", "smtp:kim@tailspin.com"]
    kim = entry({"proxyAddresses": addresses}, kind=Kind.CONTACT)
    assert promoted(addresses[0], kim, PLAN) == "SMTP:kim@tailspin.com"
    assert (
        promoted(addresses[0], entry({"mail": "kim@contoso.com"}, kind=Kind.CONTACT), PLAN) is None
    )


def test_only_a_primary_address_is_replaced():
    kim = entry({"proxyAddresses": ["smtp:a@contoso.local", "smtp:a@contoso.com"]})
    assert promoted("smtp:a@contoso.local", kim, PLAN) is None


@pytest.mark.parametrize(
    ("address", "is_gone"),
    [
        ("a@contoso.com", False),
        ("a@contoso.mail.onmicrosoft.com", False),
        ("a@contoso.onmicrosoft.com", True),
        ("a@contoso.local", True),
        ("a b@contoso.com", True),
    ],
)
def test_what_the_cloud_throws_away(address, is_gone):
    assert is_discarded(address) is is_gone
