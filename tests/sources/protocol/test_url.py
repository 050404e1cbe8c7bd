"""LDAP URLs name servers, and a DN to search below."""

from __future__ import annotations

import pytest

from readiness.errors import UsageError
from readiness.sources.protocol.url import Address, addresses


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("ldaps://dc1.contoso.com", Address("ldaps", "dc1.contoso.com", 636, None)),
        ("LDAP://DC1.contoso.com/", Address("ldap", "dc1.contoso.com", 389, None)),
        ("ldaps://dc1:3269", Address("ldaps", "dc1", 3269, None)),
        ("ldaps://[::1]:1636", Address("ldaps", "::1", 1636, None)),
        (
            "ldaps://dc1/OU=Caf%C3%A9,DC=contoso,DC=com",
            Address("ldaps", "dc1", 636, "OU=Café,DC=contoso,DC=com"),
        ),
    ],
)
def test_a_url_names_a_server_and_perhaps_a_base(url, expected):
    assert addresses([url]) == (expected,)


def test_one_text_may_hold_several_servers():
    text = "ldaps://dc1/DC=contoso,DC=com,ldaps://dc2  LDAPS://dc3"
    assert [(one.host, one.base) for one in addresses([text])] == [
        ("dc1", "DC=contoso,DC=com"),
        ("dc2", None),
        ("dc3", None),
    ]


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://dc1", "write ldaps://dc1"),
        ("ldap:/dc1", "write ldaps://dc1"),
        ("10.0.0.1:636", "write ldaps://10.0.0.1:636"),
        ("export.ldif", "write ldaps://dc1.contoso.com"),
        ("ldapi:///run/ldapi", "write ldap://localhost --start-tls"),
        ("ldaps://dc1:0", "there is no port 0"),
        ("ldaps://dc1/DC=a,ldaps://dc2/DC=b", "they share one base: DC=a or DC=b?"),
        ("ldaps:///DC=contoso", "no LDAP URL"),
        ("ldaps://dc1:port", "no LDAP URL"),
        ("ldaps://dc1/DC=contoso?mail?sub", "only a DN"),
    ],
)
def test_what_is_no_ldap_url_is_refused(url, why):
    with pytest.raises(UsageError, match=why):
        addresses([url])


def test_a_password_in_a_url_is_refused_and_not_repeated():
    with pytest.raises(UsageError) as caught:
        addresses(["ldaps://ana:hunter2@dc1"])
    assert "hunter2" not in str(caught.value)


def test_a_server_is_shown_without_its_usual_port():
    texts = ("ldaps://dc1", "ldaps://dc1:3269", "ldap://[::1]:1389")
    assert tuple(map(str, addresses(texts))) == texts


def test_the_ports_of_the_global_catalogue_are_known():
    assert [
        one.is_catalogue for one in addresses(["ldaps://a:3269", "ldap://a:3268", "ldap://a"])
    ] == [
        True,
        True,
        False,
    ]
