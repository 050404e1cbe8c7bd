"""A search that cannot work is refused before anything is sent."""

from __future__ import annotations

from typing import Any

import pytest

from readiness.errors import UsageError
from readiness.sources.live.options import EVERYTHING, LiveOptions, asked_attributes
from readiness.sources.protocol.access import Access


def options(*urls: str, **given: Any) -> LiveOptions:
    return LiveOptions(Access(urls or ("ldaps://dc1",), auth="anonymous"), **given)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"page_size": 0}, "--page-size"),
        ({"rate": 0.0}, "--rate"),
        ({"forest": True, "base": "DC=contoso,DC=com"}, "leave out --base"),
    ],
)
def test_what_cannot_be_is_refused(given, why):
    with pytest.raises(UsageError, match=why):
        options(**given)


def test_a_location_holds_the_servers_and_the_base():
    made = options("ldaps://dc1 ldaps://dc2:1636", base="OU=Staff,DC=contoso,DC=com")
    assert made.location == "ldaps://dc1,ldaps://dc2:1636/OU=Staff,DC=contoso,DC=com"


def test_an_option_for_the_base_overrules_that_of_a_url():
    assert options("ldaps://dc1/DC=a", base="DC=b").root == "DC=b"
    assert options("ldaps://dc1 ldaps://dc2/DC=a").root == "DC=a"


def test_of_computers_only_those_are_searched_for_that_can_matter():
    assert "(objectCategory=computer)(|(userCertificate=*)" in EVERYTHING
    assert "AZUREADSSOACC$" in EVERYTHING


def test_what_tells_entries_apart_is_always_asked_for_and_nothing_twice():
    always = {"objectClass", "objectGUID", "objectSid", "sAMAccountName", "userAccountControl"}
    assert set(asked_attributes(["mail", "Mail", "cn"])) == {"cn", "Mail", *always}
    assert list(asked_attributes(["cn"])) == sorted(asked_attributes(["cn"]), key=str.lower)
