"""Limits and referrals, which Samba does not have, of a real OpenLDAP server."""

from __future__ import annotations

import pytest

from readiness.errors import SourceError
from readiness.sources.ldif.partitions import BufferedBlocks
from readiness.sources.live.ldap_source import LdapSource
from readiness.sources.live.options import LiveOptions
from tests.live import openldap
from tests.live.conftest import report, source
from tests.live.openldap import BASE, ENTRIES, PAGE_LIMIT, PASSWORD, READER, OpenLdap
from tests.running import run

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
        }
        return describe(directory.url, **(usual | changed))

    return options


def live(options: LiveOptions) -> LdapSource:
    """The source that options describe."""
    return source(options, ("cn", "mail"))


def read(live: LdapSource) -> int:
    """The number of entries in all parts."""
    blocks = (block for partition in live.partitions(1) for block in partition.blocks())
    return sum(block.data.count(b"\n\n") for block in blocks)


def test_all_pages_are_read(ask_openldap):
    assert read(live(ask_openldap(page_size=30))) == ENTRIES + 1


def test_a_size_limit_in_the_middle_is_an_incomplete_scan(ask_openldap):
    found = live(ask_openldap(user=READER, page_size=50))
    pieces: list[BufferedBlocks] = []
    with pytest.raises(SourceError, match="sizeLimitExceeded") as caught:
        pieces.extend(found.partitions(1))
    assert "ended early, after" in str(caught.value)
    assert sum(b.data.count(b"\n\n") for p in pieces for b in p.blocks()) == found.entries
    assert 50 <= found.entries <= ENTRIES


def test_a_page_beyond_the_limit_of_the_administrator_says_what_to_do(ask_openldap):
    with pytest.raises(SourceError, match="LimitExceeded"):
        read(live(ask_openldap(user=READER, page_size=PAGE_LIMIT + 1)))


def test_a_referral_as_the_result_is_not_followed(ask_openldap):
    with pytest.raises(SourceError, match=r"refers to ldap://other\.example\.org/"):
        read(live(ask_openldap(base="dc=contoso,dc=com")))


def test_a_part_of_the_tree_on_another_server_is_an_incomplete_scan(ask_openldap):
    found = live(ask_openldap(base=f"ou=remote,{BASE}"))
    with pytest.raises(SourceError, match=r"lies on other servers \(ldap://other"):
        read(found)
    assert found.entries == 1


def test_entries_that_hide_their_attributes_are_an_incomplete_scan(ask_openldap):
    found = live(ask_openldap(base=f"ou=hidden,{BASE}"))
    with pytest.raises(SourceError, match="hide their attributes"):
        read(found)


def test_a_command_reads_it_and_says_what_nobody_shows(directory, authority):
    done = run(
        *("scan", directory.url, f"--user=cn=free,{BASE}", f"--base={PEOPLE}", "--jobs=1"),
        *(f"--ca-file={authority.file}", "--filter=(objectClass=inetOrgPerson)"),
        "--report=json:-",
        READINESS_PASSWORD=PASSWORD,
    )
    assert done.returncode == 4, done.stderr  # without a sAMAccountName nobody is in scope
    assert report(done)["summary"]["entries"] == ENTRIES


def test_without_a_base_the_only_context_is_searched(ask_openldap):
    with pytest.raises(SourceError, match="lies on other servers"):
        read(live(ask_openldap(base=None)))


def test_an_expired_certificate_is_refused(authority, describe, tmp_path):
    reason = openldap.missing()
    if reason:
        pytest.skip(reason)
    authority.issue(tmp_path, ["127.0.0.1"], expired=True)
    server = OpenLdap(tmp_path)
    server.start()
    try:
        with pytest.raises(SourceError, match="certificate has expired: renew it"):
            read(live(describe(server.url)))
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
            read(live(describe(server.url)))
    finally:
        server.stop()


def test_a_wrong_password_is_said_to_be_one(ask_openldap):
    with pytest.raises(SourceError, match="the user name or the password is wrong"):
        read(live(ask_openldap(password=lambda: "wrong")))
