import pytest

from readiness import Kind
from tests.conftest import entry

ID = "target-address-taken"
ANA, BEN = (f"CN={name},DC=contoso,DC=com" for name in ("Ana", "Ben"))
FORWARDING = {"targetAddress": "SMTP:Ben@contoso.com"}


@pytest.mark.parametrize(
    "held",
    [
        {"mail": "ben@contoso.com"},
        {"proxyAddresses": ["smtp:BEN@contoso.com"]},
        {"userPrincipalName": "ben@contoso.com"},
    ],
)
def test_forwarding_to_an_address_of_somebody_else_is_found(bench, held):
    [finding] = bench(ID).compare(entry(FORWARDING, kind=Kind.CONTACT, dn=ANA), entry(held, dn=BEN))
    assert (finding.dn, finding.attribute, finding.related) == (ANA, "targetAddress", (BEN,))
    assert finding.value == "SMTP:Ben@contoso.com"


def test_forwarding_to_an_address_of_one_s_own_passes(bench):
    own = {"mail": "ben@contoso.com", "proxyAddresses": ["SMTP:ben@contoso.com"]}
    other = entry({"mail": "ana@contoso.com"}, dn=ANA)
    assert not bench(ID).compare(entry({**FORWARDING, **own}, dn=BEN), other)


def test_forwarding_outside_passes(bench):
    outside = entry({"targetAddress": "SMTP:ana@fabrikam.com"}, kind=Kind.CONTACT)
    assert not bench(ID).compare(outside, entry({"mail": "ben@contoso.com"}))
