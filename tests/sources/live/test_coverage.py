"""What was named and did not come is known, in bounded memory."""

from __future__ import annotations

import pytest

from readiness.sources.live import coverage
from readiness.sources.live.coverage import Coverage
from readiness.sources.protocol.operations import LdapEntry

CLASS = (b"objectClass", [b"group"])
BASE = "DC=contoso,DC=com"


def group(name: str, *members: str) -> LdapEntry:
    values = [dn(member) for member in members]
    return LdapEntry(dn(name), [CLASS, (b"objectGUID", [b"x"]), (b"member", values)])


def dn(name: str) -> bytes:
    return f"CN={name},OU=Staff,{BASE}".encode()


def noted(*entries: LdapEntry) -> Coverage:
    found = Coverage()
    found.is_active_directory = True
    assert list(found.take(entries)) == list(entries)
    return found


def test_who_is_named_and_comes_is_not_missing_in_whatever_order():
    found = noted(group("a", "B", "c"), group("b", "a"), group("C"))
    assert found.unseen([BASE], []) == []


def test_who_is_named_and_does_not_come_is_missing_below_a_base():
    found = noted(group("a", "b", "c"))
    assert set(found.unseen([BASE], [])) == {dn("b"), dn("c")}
    assert found.unseen(["DC=fabrikam,DC=com"], []) == []
    assert found.unseen([BASE], [f"OU=Staff,{BASE}"]) == []
    assert set(found.unseen(["OU=Staff, DC=contoso, DC=com"], [])) == {dn("b"), dn("c")}


def test_of_many_in_one_container_one_comes_first():
    entry = group("a", *(f"m{number}" for number in range(100)))
    entry.attributes[-1][1].append(f"CN=lone,OU=Other,{BASE}".encode())
    assert f"CN=lone,OU=Other,{BASE}".encode() in noted(entry).unseen([BASE], [])[:2]


def test_of_a_large_directory_a_sample_is_remembered(monkeypatch):
    monkeypatch.setattr(coverage, "_REMEMBERED_MAX", 100)
    people = [group(f"person{number}", f"person{number + 1}") for number in range(2000)]
    people.append(group("all", *(f"hidden{number}" for number in range(2000))))
    found = noted(*people)
    assert len(found._seen) <= 100  # noqa: SLF001 - that is the point
    unseen = found.unseen([BASE], [])
    assert 0 < len(unseen) <= 100
    assert all(b"hidden" in name or b"person2000" in name for name in unseen)


@pytest.mark.parametrize(
    ("attributes", "hides"),
    [
        ([CLASS, (b"objectGUID", [b"x"])], False),
        ([CLASS], True),
        ([(b"objectGUID", [b"x"])], True),
        ([(b"objectClass", [b"user"]), (b"objectGUID", [b"x"])], True),
        (
            [
                (b"objectClass", [b"user"]),
                (b"objectGUID", [b"x"]),
                (b"userAccountControl", [b"512"]),
            ],
            False,
        ),
    ],
)
def test_an_entry_without_what_every_one_has_hides_something(attributes, hides):
    assert noted(LdapEntry(b"CN=a", attributes)).hidden == hides


def test_attributes_are_known_without_their_options():
    found = noted(LdapEntry(b"CN=a", [CLASS, (b"userCertificate;binary", [b"x"])]))
    assert found.attributes == {"objectclass", "usercertificate"}
