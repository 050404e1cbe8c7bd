"""What people meet on the way to a directory, and in the middle of it."""

from __future__ import annotations

import socket
import subprocess

import pytest

from readiness.errors import SourceError
from readiness.sources.ldif.block_splitter import Block
from tests.live.conftest import hosts, report, source
from tests.live.domain_controller import BASE, FQDN, PASSWORD, READER, SECRET
from tests.running import run
from tests.sources.live.ldap_messages import DONE, result
from tests.sources.live.malices import at_people, operation
from tests.sources.live.malicious_server import serving

ROOT = f"OU=Many,{BASE}"


def problem(done: subprocess.CompletedProcess[str]) -> str:
    """Why a scan is incomplete."""
    assert done.returncode == 3, done.stderr
    [text] = report(done)["sources"][0]["problems"]
    assert text.isprintable()
    return str(text)


@pytest.mark.parametrize(
    ("url", "options", "words"),
    [
        ("ldaps://dc1.contoso.invalid", (), "no such host"),
        (f"ldaps://{FQDN}:6636", (), "the connection was refused"),
        ("ldaps://mail.contoso.com", (), "for another name"),
        ("ldap://mail.contoso.com", ("--start-tls",), "for another name"),
        (f"ldaps://{FQDN}:389", (), "is this the right port?"),
        (f"ldap://{FQDN}", ("--allow-cleartext",), "strongerAuthRequired"),
        (f"ldaps://{FQDN}", (f"--base=OU=Nowhere,{BASE}",), "noSuchObject"),
    ],
)
def test_an_obstacle_is_said_to_be_one(readiness, url, options, words):
    done = readiness("scan", *options, "--report=json:-", url=url)
    assert words in problem(done)


def test_a_certificate_of_an_unknown_authority_is_refused(controller):
    done = run(
        *("scan", f"ldaps://{FQDN}", f"--user={READER}", "--report=json:-"),
        READINESS_PASSWORD=PASSWORD,
        **hosts(controller),
    )
    assert "CA that is not trusted" in problem(done)
    assert "--ca-file" in problem(done)


def test_a_filter_that_is_none_is_a_usage_error(readiness):
    for nonsense in ("(mail=*", "(" * 3000, "(mail=\udcff)"):
        done = readiness("scan", f"--filter={nonsense}")
        assert done.returncode == 2, done.stderr
        assert "no LDAP filter" in done.stderr


def test_the_next_server_of_a_list_is_asked_when_the_first_is_away(readiness):
    done = readiness("scan", f"--base={SECRET}", url=f"ldaps://{FQDN}:6636,ldaps://{FQDN}")
    assert done.returncode in (0, 1), done.stderr


def test_the_next_server_of_a_list_is_asked_when_the_first_is_busy(readiness):
    with serving(at_people(operation(result(DONE, 51)))) as busy:
        done = readiness(
            *("scan", "--allow-cleartext", "--report=json:-"),
            url=f"{busy.url},ldaps://{FQDN}",
        )
        assert busy.binds == 1
    assert done.returncode == 1, done.stderr
    assert report(done)["complete"]


def test_a_server_that_stays_busy_is_given_up(readiness):
    with serving(at_people(operation(result(DONE, 51)))) as busy:
        done = readiness(
            *("scan", "--allow-cleartext", "--timeout=2", "--report=json:-"), url=busy.url
        )
        assert 2 <= sum(one.base == b"DC=contoso,DC=com" for one in busy.requests) <= 4
        assert busy.binds == 1
    assert "try again later, or name a second server" in problem(done)


def test_servers_of_a_list_search_below_one_base(readiness):
    done = readiness("scan", url=f"ldaps://{FQDN}/{ROOT},ldaps://{FQDN}/{SECRET}")
    assert done.returncode == 2
    assert "they share one base" in done.stderr
    second = readiness("scan", "--report=json:-", url=f"ldaps://{FQDN},ldaps://{FQDN}/{SECRET}")
    assert report(second)["summary"]["entries"] < 10


def test_an_ip_address_in_the_certificate_is_good_enough(readiness, controller):
    done = readiness("scan", f"--base={SECRET}", url=f"ldaps://{controller.ip}")
    assert done.returncode in (0, 1), done.stderr


def test_a_server_that_says_nothing_any_more_is_given_up(controller, ask):
    live = source(ask(page_size=100, timeout=3), pause=lambda _: None)
    partitions = live.partitions(1)
    next(partitions)
    next(partitions)
    controller.freeze()
    with pytest.raises(SourceError, match="no answer in time"):
        list(partitions)


@pytest.mark.parametrize("way", ["stop", "kill"])
def test_a_server_that_goes_away_ends_the_search_early(controller, ask, way):
    live = source(ask(page_size=100), pause=lambda _: None)
    partitions = live.partitions(1)
    blocks = [block for _ in range(3) for block in next(partitions).blocks()]
    getattr(controller, way)()
    with pytest.raises(SourceError, match=r"ended early, after .* closed the connection"):
        blocks += [block for partition in partitions for block in partition.blocks()]
    records = b"".join(block.data for block in blocks).count(b"\n\n")
    assert records >= live.entries >= 200


def test_a_connection_lost_before_the_first_page_is_made_anew(controller, ask):
    pauses = []

    def restart(seconds: float) -> None:
        pauses.append(seconds)
        controller.start()

    live = source(ask(base=ROOT), pause=restart)
    partitions = live.partitions(1)
    next(partitions)
    controller.kill()
    blocks: list[Block] = [block for partition in partitions for block in partition.blocks()]
    assert pauses == [1.0]
    ldif = b"\n" + b"".join(block.data for block in blocks)
    assert ldif.count(b"\ndn: ") == live.entries > 1800


def test_a_server_that_is_silent_costs_its_timeout_and_one_more_attempt(describe):
    pauses: list[float] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        live = source(describe(f"ldaps://127.0.0.1:{port}", timeout=1), pause=pauses.append)
        with pytest.raises(SourceError, match="no answer in time"):
            list(live.partitions(1))
    assert len(pauses) <= 1


@pytest.mark.parametrize("form", ["html", "json", "ndjson", "csv", "sarif", "xml", "md"])
def test_what_is_insecure_is_said_so_in_every_format(readiness, tmp_path, form):
    path = tmp_path / f"report.{form}"
    done = readiness(
        *("scan", "--insecure", f"--base={SECRET}", f"--report={path}"),
        url="ldaps://mail.contoso.com",
    )
    assert done.returncode in (0, 1), done.stderr
    assert "was not verified" in path.read_text("utf-8")
    assert "was not verified" in done.stdout


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ldapi:///run/slapd/ldapi", "write ldap://localhost --start-tls"),
        ("https://dc1.contoso.com", "write ldaps://dc1.contoso.com"),
        ("ldaps://dc1.contoso.com:0", "there is no port 0"),
        ("ldaps:///DC=contoso", "no LDAP URL"),
        ("dc1.contoso.com", "ldaps://dc1.contoso.com"),
        ("dc1.contoso.com:636", "ldaps://dc1.contoso.com:636"),
    ],
)
def test_what_is_no_ldap_url_is_answered_with_what_to_write(readiness, url, words):
    done = readiness("scan", url=url)
    assert done.returncode == 2, done.stderr
    assert words in done.stderr
