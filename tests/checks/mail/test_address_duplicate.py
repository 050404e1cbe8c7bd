from typing import Any

import pytest

from readiness import Finding, Kind
from tests.conftest import Attributes, entry

ID = "address-duplicate"
ANA = "CN=Ana,DC=contoso,DC=com"
BEN = "CN=Ben,DC=contoso,DC=com"


def pair(bench: Any, mine: Attributes, theirs: Attributes, kind: Kind = Kind.USER) -> list[Finding]:
    found: list[Finding] = bench(ID).compare(entry(mine, dn=ANA), entry(theirs, dn=BEN, kind=kind))
    return found


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ({"mail": "info@contoso.com"}, {"mail": "Info@Contoso.com"}),
        ({"mail": "info@contoso.com"}, {"proxyAddresses": "smtp:info@contoso.com"}),
        ({"proxyAddresses": "SMTP:info@contoso.com"}, {"proxyAddresses": "smtp:INFO@contoso.com"}),
        (
            {"proxyAddresses": [" smtp:info@contoso.com ", "smtp:x@y.de"]},
            {"mail": "info@contoso.com"},
        ),
        ({"proxyAddresses": "X500:/o=Contoso/cn=a"}, {"proxyAddresses": "x500:/o=contoso/cn=a"}),
    ],
)
def test_an_address_of_two_objects_is_found_on_both(bench, mine, theirs):
    findings = pair(bench, mine, theirs)
    assert [(one.dn, one.related) for one in findings] == [(ANA, (BEN,)), (BEN, (ANA,))]
    assert {one.message for one in findings} == {"is held by 2 objects"}


def test_a_holder_is_named_once_even_with_the_address_in_both_attributes(bench):
    both = {"mail": "info@contoso.com", "proxyAddresses": "SMTP:info@contoso.com"}
    assert [finding.dn for finding in pair(bench, both, both)] == [ANA, BEN]


@pytest.mark.parametrize("kind", [Kind.GROUP, Kind.CONTACT])
def test_different_kinds_are_named_with_their_error(bench, kind):
    mail = {"mail": "info@contoso.com"}
    [finding, _] = pair(bench, mail, mail, kind)
    assert kind.value in finding.message
    assert finding.message.endswith("ObjectTypeMismatch")


def test_an_inetorgperson_is_a_user_in_the_cloud(bench):
    mail = {"mail": "info@contoso.com"}
    [finding, _] = pair(bench, mail, mail, Kind.INETORGPERSON)
    assert finding.message == "is held by 2 objects"


def test_all_holders_are_counted(bench):
    findings = bench(ID).compare(*(entry({"mail": "info@contoso.com"}) for _ in range(30)))
    assert len(findings) == 30
    assert {one.message for one in findings} == {"is held by 30 objects"}
    assert {len(one.related) for one in findings} == {20}


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ({"mail": "ana@contoso.com"}, {"mail": "ben@contoso.com"}),
        ({"mail": " "}, {"mail": ""}),
        ({"mail": "ana@contoso.com"}, {"proxyAddresses": "sip:ana@contoso.com"}),
        ({"proxyAddresses": "sip:ana@contoso.com"}, {"proxyAddresses": "sip:ana@contoso.com"}),
        ({"proxyAddresses": "X400:c=US;a= ;s=A"}, {"proxyAddresses": "X400:c=US;a= ;s=A"}),
        ({"proxyAddresses": "X500:/o=Contoso/cn=a"}, {"proxyAddresses": "X500:/o=Contoso/cn=b"}),
    ],
)
def test_other_values_do_not_collide(bench, mine, theirs):
    assert not pair(bench, mine, theirs)


def test_an_address_in_both_attributes_of_one_object_is_no_duplicate(bench):
    both = {"mail": "info@contoso.com", "proxyAddresses": "SMTP:info@contoso.com"}
    assert not bench(ID).compare(entry(both))


def test_objects_that_are_left_out_do_not_count(bench):
    mail = {"mail": "info@contoso.com"}
    assert not bench(ID).compare(entry(mail), entry(mail, out_of_scope="critical-system-object"))
