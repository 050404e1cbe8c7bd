"""A scan of a real Active Directory over every way in."""

from __future__ import annotations

import os
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from readiness.errors import SourceError
from readiness.sources.ldif.record_reader import Record, read_records
from readiness.sources.live.ldap_source import LiveSource
from readiness.sources.live.search_plan import facts, outline
from tests.live.domain_controller import BASE, FQDN, PASSWORD, USERS, DomainController

ROOT = f"OU=Many,{BASE}"


def read(source: LiveSource) -> list[Record]:
    """The entries of a source, read by the exact reader."""
    wanted = frozenset({"member", "proxyaddresses", "mail", "samaccountname", "objectguid"})
    lines = b"".join(
        block.data for partition in source.partitions(1) for block in partition.blocks()
    )
    found = list(read_records(lines.decode("ascii").split("\n"), 1, wanted))
    assert all(isinstance(one, Record) for one in found)
    return [one for one in found if isinstance(one, Record)]


def test_checks_find_what_is_wrong_in_a_live_directory(ask, examine):
    result, found = examine(LiveSource(ask()))
    counts = Counter(one.check for one in found)
    assert result.is_complete
    assert result.counts.entries > USERS
    assert counts["proxy-address-domain-not-routable"] >= USERS
    assert {"mail-duplicate", "upn-suffix-not-routable", "upn-missing"} & counts.keys()
    assert len(counts) > 30


def test_a_page_size_changes_nothing_but_the_number_of_requests(ask, examine):
    large, small = LiveSource(ask()), LiveSource(ask(page_size=100))
    one, other = examine(large), examine(small)
    assert one[1] == other[1]
    assert one[0].counts == other[0].counts
    assert small.entries == large.entries > 3 * 100
    assert small.requests > large.requests + USERS // 100 - 2
    assert small.seconds > 0


def test_blocks_are_plain_ldif(ask):
    octets = b"".join(b.data for p in LiveSource(ask()).partitions(1) for b in p.blocks())
    assert octets.isascii()
    assert b"\r" not in octets
    assert not any(line.startswith(b" ") for line in octets.split(b"\n"))
    assert b"\ndn:: " in octets
    assert octets.endswith(b"\n\n")


def test_start_tls_reads_the_same_as_ldaps(ask):
    plain = LiveSource(ask(f"ldap://{FQDN}", start_tls=True, base=ROOT))
    assert read(plain) == read(LiveSource(ask(base=ROOT)))
    assert plain.warnings == []


def test_an_attribute_that_is_asked_for_in_ranges_is_read_to_its_end(ask):
    whole = LiveSource(ask(base=ROOT, attributes=("member", "proxyAddresses")))
    cut = LiveSource(ask(base=ROOT, attributes=("member;range=0-499", "proxyAddresses;range=0-99")))
    entries = {one.dn: one.values for one in read(whole)}
    assert {one.dn: one.values for one in read(cut)} == entries
    assert len(entries[f"CN=Everybody,{ROOT}"]["member"]) == USERS
    assert len(entries[f"CN=Addresses,{ROOT}"]["proxyaddresses"]) == 1600
    assert cut.requests == whole.requests + 2


def test_a_filter_leaves_the_rest_on_the_server(ask):
    found = read(LiveSource(ask(filter="(sAMAccountName=many0007)")))
    assert [one.values.get("samaccountname") for one in found if one.values][-1] == "many0007"


def test_computers_without_a_certificate_stay_on_the_server(ask):
    names = {str(one.values.get("samaccountname", "")) for one in read(LiveSource(ask()))}
    assert "AZUREADSSOACC$" in names
    assert "DC1$" not in names


def test_a_rate_is_kept(ask):
    pauses: list[float] = []
    source = LiveSource(ask(page_size=500, rate=500.0, base=ROOT), pause=pauses.append)
    read(source)
    assert len(pauses) == 3
    assert pauses == sorted(pauses)
    assert 0 < pauses[0] <= 1


def test_the_password_of_an_argument_opens_a_kerberos_door(controller, ask, monkeypatch):
    pytest.importorskip("gssapi")
    monkeypatch.setenv("KRB5_CONFIG", str(controller.ticket_settings))
    options = ask(auth="kerberos", user="reader@CONTOSO.COM", base=ROOT)
    assert len(read(LiveSource(options))) > USERS


def test_a_ticket_opens_the_kerberos_door(controller, ask, monkeypatch, tmp_path):
    pytest.importorskip("gssapi")
    ticket(controller, monkeypatch, tmp_path)
    options = ask(auth="kerberos", user=None, password=None, base=ROOT)
    assert len(read(LiveSource(options))) > USERS


def ticket(controller: DomainController, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("KRB5_CONFIG", str(controller.ticket_settings))
    monkeypatch.setenv("KRB5CCNAME", f"FILE:{folder}/cache")
    subprocess.run(
        ["kinit", "reader@CONTOSO.COM"],  # noqa: S607 - wherever it is installed
        input=PASSWORD,
        text=True,
        check=True,
        capture_output=True,
        env=dict(os.environ),
    )


def test_kerberos_without_a_ticket_says_so(controller, ask, monkeypatch, tmp_path):
    pytest.importorskip("gssapi")
    monkeypatch.setenv("KRB5_CONFIG", str(controller.ticket_settings))
    monkeypatch.setenv("KRB5CCNAME", f"FILE:{tmp_path}/nothing")
    with pytest.raises(SourceError, match="run kinit"):
        read(LiveSource(ask(auth="kerberos", user=None, password=None)))


def test_a_wrong_password_for_kerberos_is_a_wrong_password(controller, ask, monkeypatch):
    pytest.importorskip("gssapi")
    monkeypatch.setenv("KRB5_CONFIG", str(controller.ticket_settings))
    options = ask(auth="kerberos", user="reader@CONTOSO.COM", password=lambda: "wrong")
    with pytest.raises(SourceError, match="the password is wrong"):
        read(LiveSource(options))


def test_the_global_catalogue_is_read_with_a_warning(ask):
    source = LiveSource(ask(f"ldaps://{FQDN}:3269", base=None))
    assert len(read(source)) > USERS
    assert "userPrincipalName" not in source.warnings[0]
    assert "mS-DS-ConsistencyGuid" in source.warnings[0]
    assert "pwdLastSet" in source.warnings[0]


def test_without_a_base_the_domain_of_the_server_is_read(ask):
    assert read(LiveSource(ask(base=None))) == read(LiveSource(ask()))


def test_a_forest_of_one_domain_is_that_domain(ask):
    assert read(LiveSource(ask(base=None, forest=True))) == read(LiveSource(ask()))


def test_facts_tell_what_the_forest_declares(ask):
    found = facts(ask())
    assert found.declared_suffixes == ("contoso.com", "fabrikam.com")
    assert found.suffixes == ("fabrikam.com",)
    assert [(one.dn, one.netbios) for one in found.domains] == [(BASE, "CONTOSO")]
    assert found.root.base == BASE
    assert found.root.is_active_directory
    assert found.policy.lockout_threshold == 0
    assert found.policy.password_age_seconds == 42 * 24 * 60 * 60
    assert found.policy.password_length == 7
    assert found.exchange[0] == "mailNickname"
    assert found.schema_version == 69


def test_an_outline_tells_what_would_be_asked(ask):
    found = outline(ask(base=None, page_size=100))
    assert found.bases == ((BASE, None),)
    assert "(objectCategory=person)" in found.filter
    assert {"objectClass", "member", "userPrincipalName"} <= set(found.attributes)
    assert found.pages_at_most
    assert found.pages_at_most >= USERS / 100
