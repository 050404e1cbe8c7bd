"""What no check looks at is not asked for."""

from __future__ import annotations

import pytest
from readiness.sources.live.search_filter import EVERYTHING, asked, search_filter

from readiness.model.entry import CONTACTS, EVERY_KIND, GROUPS, USERS, Kind


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (USERS, "(|(&(objectCategory=person)(objectClass=user)))"),
        (CONTACTS, "(|(&(objectCategory=person)(objectClass=contact)))"),
        (USERS | CONTACTS, "(|(objectCategory=person))"),
        (GROUPS, "(|(objectCategory=group))"),
    ],
)
def test_the_filter_follows_the_kinds_that_checks_look_at(kinds, expected):
    assert search_filter(kinds) == expected


def test_of_computers_only_those_are_asked_for_that_can_matter():
    found = search_filter({Kind.COMPUTER})
    assert "(userCertificate=*)" in found
    assert "AZUREADSSOACC$" in found


def test_the_head_of_the_domain_holds_the_policy():
    assert "(objectClass=domainDNS)" in search_filter({Kind.OTHER})


def test_every_kind_is_everything():
    assert search_filter(EVERY_KIND) == EVERYTHING


def test_the_class_is_always_asked_for_and_nothing_twice():
    assert asked(["mail", "Mail", "cn"]) == ("cn", "Mail", "objectClass")
    assert asked(["objectclass"]) == ("objectClass",)
    assert asked(["*"]) == ("*",)
