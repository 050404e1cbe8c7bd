"""A real Active Directory is read over every way in, and completely."""

from __future__ import annotations

import os
import subprocess
from collections import Counter
from contextlib import closing

import pytest

from readiness.errors import SourceError
from readiness.sources.ldif.record_reader import Record, read_records
from readiness.sources.live.ldap_source import LdapSource
from readiness.sources.live.live_directory import LiveDirectory
from tests.live.conftest import report, source
from tests.live.domain_controller import BASE, FQDN, PASSWORD, USERS, WRONG, DomainController
from tests.live.domain_controller import SECRET as HIDDEN

ROOT = f"OU=Many,{BASE}"


def read(live: LdapSource) -> list[Record]:
    """The entries of a source, read by the exact reader."""
    wanted = frozenset({"member", "proxyaddresses", "mail", "samaccountname", "objectguid"})
    lines = b"".join(block.data for part in live.partitions(1) for block in part.blocks())
    found = list(read_records(lines.decode("ascii").split("\n"), 1, wanted))
    assert all(isinstance(one, Record) for one in found)
    return [one for one in found if isinstance(one, Record)]


def without_sources(found: list[dict[str, object]]) -> list[dict[str, object]]:
    """Findings without what depends on the source."""
    return [
        {name: value for name, value in one.items() if name not in ("source", "line")}
        for one in found
    ]


def test_checks_find_what_is_wrong_in_a_live_directory(readiness):
    done = readiness("scan", "--report=json:-", "--jobs=1")
    assert done.returncode == 1, done.stderr
    found = report(done)
    counts = Counter(one["check"] for one in found["findings"])
    assert found["complete"]
    assert found["summary"]["entries"] > USERS
    assert counts["proxy-address-domain-not-routable"] >= USERS
    assert {"mail-duplicate", "upn-suffix-not-routable", "upn-missing"} & counts.keys()
    assert len(counts) > 30


def test_neither_the_page_size_nor_the_number_of_workers_changes_a_finding(readiness):
    large = report(readiness("scan", "--report=json:-", "--jobs=1"))
    small = report(readiness("scan", "--report=json:-", "--jobs=2", "--page-size=100"))
    assert small["findings"] == large["findings"]
    for one in (small, large):  # the commands of its steps repeat the options
        del one["summary"]["action_plan"]
    assert small["summary"] == large["summary"]


def test_small_pages_are_more_searches(ask):
    large, small = source(ask()), source(ask(page_size=100))
    assert read(large) == read(small)
    assert small.entries == large.entries > 3 * 100
    assert small.searches > large.searches + USERS // 100 - 2
    assert small.waited > 0


def test_blocks_are_plain_ldif(ask):
    ldif = b"".join(b.data for p in source(ask()).partitions(1) for b in p.blocks())
    assert ldif.isascii()
    assert b"\r" not in ldif
    assert not any(line.startswith(b" ") for line in ldif.split(b"\n"))
    assert b"\ndn:: " in ldif
    assert ldif.endswith(b"\n\n")


def test_start_tls_reads_the_same_as_ldaps(ask):
    plain = source(ask(f"ldap://{FQDN}", start_tls=True, base=ROOT))
    assert read(plain) == read(source(ask(base=ROOT)))
    assert not any("encrypted" in warning for warning in plain.warnings)


def test_an_attribute_that_is_asked_for_in_ranges_is_read_to_its_end(ask):
    whole = source(ask(base=ROOT), ("member", "proxyAddresses"))
    cut = source(ask(base=ROOT), ("member;range=0-499", "proxyAddresses;range=0-99"))
    entries = {one.dn: one.values for one in read(whole)}
    assert {one.dn: one.values for one in read(cut)} == entries
    assert len(entries[f"CN=Everybody,{ROOT}"]["member"]) == USERS
    assert len(entries[f"CN=Addresses,{ROOT}"]["proxyaddresses"]) == 1600


def test_a_filter_leaves_the_rest_on_the_server(ask):
    found = read(source(ask(filter="(sAMAccountName=many0007)")))
    assert [one.values.get("samaccountname") for one in found if one.values][-1] == "many0007"


def test_computers_without_a_certificate_stay_on_the_server(ask):
    names = {str(one.values.get("samaccountname", "")) for one in read(source(ask()))}
    assert "AZUREADSSOACC$" in names
    assert "DC1$" not in names


def test_a_rate_is_kept(ask):
    pauses: list[float] = []
    read(source(ask(page_size=500, rate=50.0, base=ROOT), pause=pauses.append))
    assert len(pauses) == 3
    assert pauses == sorted(pauses)
    assert 0 < pauses[0] <= 10


def test_the_global_catalogue_is_read(ask):
    live = source(ask(f"ldaps://{FQDN}:3269", base=None))
    # Samba's catalogue holds every attribute, but there are some that nobody has
    with pytest.raises(SourceError, match="the global catalogue does not hold every attribute"):
        list(live.partitions(1))
    assert live.entries > USERS


def test_without_a_base_the_domain_of_the_server_is_read(ask):
    assert read(source(ask(base=None))) == read(source(ask()))


def test_a_forest_of_one_domain_is_that_domain(ask):
    assert read(source(ask(base=None, forest=True))) == read(source(ask()))


def test_a_forest_tells_what_it_declares(ask):
    with closing(LiveDirectory(ask())) as directory:
        found = directory.forest()
    assert found.declared_suffixes == ("contoso.com", "fabrikam.com")
    assert found.suffixes == ("fabrikam.com",)
    assert [(one.dn, one.netbios) for one in found.domains] == [(BASE, "CONTOSO")]
    assert found.root.base == BASE
    assert found.root.is_active_directory
    assert found.exchange[0] == "mailNickname"
    assert found.schema_version == "69"


def test_a_dry_run_tells_what_would_be_asked_and_counts_contacts(readiness, controller):
    before = readiness("scan", "--dry-run", "--page-size=1")
    assert before.returncode == 0, before.stderr
    assert f"below:      {BASE}" in before.stdout
    assert "userPrincipalName" in before.stdout
    assert "only searches are sent" in before.stdout
    dn = f"CN=Newcomer,OU=Many,{BASE}"
    controller.add(f"dn: {dn}\nobjectClass: contact\n\n")
    try:
        after = readiness("scan", "--dry-run", "--page-size=1")
    finally:
        controller.delete(dn)
    assert _most(after.stdout) == _most(before.stdout) + 1


def _most(told: str) -> int:
    [line] = [line for line in told.splitlines() if line.startswith("at most:")]
    return int(line.split()[2].replace(",", ""))


def test_a_dry_run_without_a_password_tells_what_it_knows(readiness):
    done = readiness("scan", "--dry-run", READINESS_PASSWORD=None)
    assert done.returncode == 0, done.stderr
    assert "userPrincipalName" in done.stdout
    assert "there is no password" in done.stdout


def ticket(controller: DomainController, folder: object) -> dict[str, str]:
    """The variables of a session that has a ticket."""
    variables = kerberos(controller) | {"KRB5CCNAME": f"FILE:{folder}/cache"}
    subprocess.run(
        ["kinit", "reader@CONTOSO.COM"],  # noqa: S607 - wherever it is installed
        input=PASSWORD,
        text=True,
        check=True,
        capture_output=True,
        env={**os.environ, **variables},
    )
    return variables


def kerberos(controller: DomainController) -> dict[str, str]:
    return {"KRB5_CONFIG": str(controller.ticket_settings)}


def test_a_ticket_signs_in_by_kerberos(readiness, controller, tmp_path):
    pytest.importorskip("gssapi")
    done = readiness(
        *("scan", "--auth=kerberos", "--report=json:-", f"--base={ROOT}"),
        user="",
        READINESS_PASSWORD=None,
        **ticket(controller, tmp_path),
    )
    assert done.returncode in (0, 1), done.stderr
    assert report(done)["summary"]["entries"] > USERS


def test_start_tls_and_kerberos_go_together(readiness, controller, tmp_path):
    pytest.importorskip("gssapi")
    done = readiness(
        *("scan", "--auth=kerberos", "--start-tls", "--report=json:-", f"--base={HIDDEN}"),
        url=f"ldap://{FQDN}",
        user="",
        READINESS_PASSWORD=None,
        **ticket(controller, tmp_path),
    )
    assert done.returncode in (0, 1), done.stderr


def test_kerberos_without_a_ticket_says_so(readiness, controller, tmp_path):
    pytest.importorskip("gssapi")
    nowhere = {"KRB5CCNAME": f"FILE:{tmp_path}/nothing"}
    done = readiness(
        *("scan", "--auth=kerberos", "--report=json:-"),
        user="",
        READINESS_PASSWORD=None,
        **kerberos(controller),
        **nowhere,
    )
    assert done.returncode == 3
    assert "run kinit" in report(done)["sources"][0]["problems"][0]


@pytest.mark.parametrize("password", [PASSWORD, WRONG])
def test_a_password_signs_in_by_kerberos(readiness, controller, tmp_path, password):
    pytest.importorskip("gssapi")
    secret = tmp_path / "secret"
    secret.write_text(password)
    secret.chmod(0o600)
    done = readiness(
        *("scan", "--auth=kerberos", "--report=json:-", f"--base={ROOT}"),
        f"--password-file={secret}",
        user="reader@CONTOSO.COM",
        READINESS_PASSWORD=None,
        **kerberos(controller),
    )
    problems = report(done)["sources"][0]["problems"]
    if password == PASSWORD:
        assert done.returncode in (0, 1)
        assert problems == []
    else:
        assert done.returncode == 3
        assert "the password is wrong" in problems[0]
