"""Limits and referrals, which Samba does not have, of a real OpenLDAP server."""

from __future__ import annotations

import pytest

from readiness.errors import SourceError
from readiness.sources.ldif.partitions import BufferedBlocks
from readiness.sources.live.ldap_source import LiveSource
from readiness.sources.protocol import session
from tests.live import openldap
from tests.live.openldap import BASE, ENTRIES, PAGE_LIMIT, PASSWORD, READER, OpenLdap

PEOPLE = f"ou=people,{BASE}"


@pytest.fixture(scope="session")
def directory(authority, tmp_path_factory):
    reason = openldap.missing()
    if reason:
        pytest.skip(reason)
    folder = tmp_path_factory.mktemp("slapd")
    authority.issue(folder, ["localhost", "127.0.0.1"])
    server = OpenLdap(folder)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def ask_openldap(directory, describe):
    def options(**changed):
        usual = {
            "user": f"cn=free,{BASE}",
            "password": lambda: PASSWORD,
            "base": PEOPLE,
            "filter": "(objectClass=*)",
            "attributes": ("cn", "mail"),
        }
        return describe(directory.url, **(usual | changed))

    return options


def read(source: LiveSource) -> int:
    """The number of entries in all parts."""
    blocks = (block for partition in source.partitions(1) for block in partition.blocks())
    return sum(block.data.count(b"\n\n") for block in blocks)


def test_all_pages_are_read(ask_openldap):
    assert read(LiveSource(ask_openldap(page_size=30))) == ENTRIES + 1


def test_ldap3s_own_decoder_reads_the_same(ask_openldap, monkeypatch):
    fast = list(LiveSource(ask_openldap(page_size=30)).partitions(1))
    monkeypatch.setattr("readiness.sources.protocol.connection._KNOWN", ("0.",))
    slow = LiveSource(ask_openldap(page_size=30))
    assert list(slow.partitions(1)) == fast
    assert isinstance(slow._sessions[0], session.PlainSession)  # noqa: SLF001 - to be sure


def test_a_size_limit_in_the_middle_is_an_incomplete_scan(ask_openldap):
    source = LiveSource(ask_openldap(user=READER, page_size=50))
    pieces: list[BufferedBlocks] = []
    with pytest.raises(SourceError, match="sizeLimitExceeded") as caught:
        pieces.extend(source.partitions(1))
    assert "ended early, after" in str(caught.value)
    assert sum(b.data.count(b"\n\n") for p in pieces for b in p.blocks()) == source.entries
    assert 50 <= source.entries <= ENTRIES


def test_ldap3s_own_decoder_sees_the_size_limit(ask_openldap, monkeypatch):
    monkeypatch.setattr("readiness.sources.protocol.connection._KNOWN", ("0.",))
    with pytest.raises(SourceError, match="sizeLimitExceeded"):
        read(LiveSource(ask_openldap(user=READER, page_size=50)))


def test_a_page_beyond_the_limit_of_the_administrator_says_what_to_do(ask_openldap):
    with pytest.raises(SourceError, match="LimitExceeded"):
        read(LiveSource(ask_openldap(user=READER, page_size=PAGE_LIMIT + 1)))


def test_a_referral_as_the_result_is_not_followed(ask_openldap):
    with pytest.raises(SourceError, match=r"refers to ldap://other\.example\.org/"):
        read(LiveSource(ask_openldap(base="dc=contoso,dc=com")))


def test_a_part_of_the_tree_on_another_server_is_an_incomplete_scan(ask_openldap):
    source = LiveSource(ask_openldap(base=f"ou=remote,{BASE}"))
    with pytest.raises(SourceError, match=r"lies on other servers \(ldap://other"):
        read(source)
    assert source.entries == 1


def test_entries_that_hide_their_attributes_are_an_incomplete_scan(ask_openldap):
    source = LiveSource(ask_openldap(base=f"ou=hidden,{BASE}"))
    with pytest.raises(SourceError, match="hide their attributes"):
        read(source)


def test_without_a_base_the_only_context_is_searched(ask_openldap):
    with pytest.raises(SourceError, match="lies on other servers"):
        read(LiveSource(ask_openldap(base=None)))


def test_an_expired_certificate_is_refused(authority, describe, tmp_path):
    reason = openldap.missing()
    if reason:
        pytest.skip(reason)
    authority.issue(tmp_path, ["127.0.0.1"], expired=True)
    server = OpenLdap(tmp_path)
    server.start()
    try:
        with pytest.raises(SourceError, match="certificate has expired: renew it"):
            read(LiveSource(describe(server.url)))
    finally:
        server.stop()


def test_an_ip_address_that_the_certificate_lacks_is_refused(authority, describe, tmp_path):
    reason = openldap.missing()
    if reason:
        pytest.skip(reason)
    authority.issue(tmp_path, ["dc1.contoso.com"])
    server = OpenLdap(tmp_path)
    server.start()
    try:
        with pytest.raises(SourceError, match="does not hold this IP address"):
            read(LiveSource(describe(server.url)))
    finally:
        server.stop()


def test_a_wrong_password_is_said_to_be_one(ask_openldap):
    with pytest.raises(SourceError, match="the user name or the password is wrong"):
        read(LiveSource(ask_openldap(password=lambda: "wrong")))
