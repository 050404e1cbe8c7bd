"""What people meet on the way to a directory, and in the middle of it."""

from __future__ import annotations

import socket
import traceback
from collections.abc import Callable, Iterator

import pytest

from readiness.errors import SourceError, UsageError
from readiness.sources.ldif.block_splitter import Block
from readiness.sources.ldif.partitions import BufferedBlocks
from readiness.sources.live.ldap_source import LiveSource
from readiness.sources.live.options import LiveOptions
from tests.live.domain_controller import BASE, FQDN, READER

ROOT = f"OU=Many,{BASE}"
USERS_DN = f"CN=Users,{BASE}"


class Interrupted(LiveSource):
    """A source whose server goes away after the third part."""

    def __init__(self, options: LiveOptions, interrupt: Callable[[], None]) -> None:
        super().__init__(options)
        self.interrupt = interrupt

    def partitions(self, workers: int) -> Iterator[BufferedBlocks]:
        for number, partition in enumerate(super().partitions(workers)):
            if number == 2:
                self.interrupt()
            yield partition


def trouble(options: LiveOptions, pauses: list[float] | None = None) -> str:
    """Why a directory cannot be read."""
    waits: list[float] = [] if pauses is None else pauses
    with pytest.raises(SourceError) as caught:
        list(LiveSource(options, pause=waits.append).partitions(1))
    text = str(caught.value)
    assert "\n" not in text
    return text


@pytest.mark.parametrize(
    ("user", "advice"),
    [
        ("nobody@contoso.com", "the user name or the password is wrong"),
        (f"CN=disabled,{USERS_DN}", "the account is disabled"),
        (f"CN=gone,{USERS_DN}", "the account has expired"),
        (f"CN=stale,{USERS_DN}", "the password must be changed"),
    ],
)
def test_a_refused_sign_in_says_why(ask, user, advice):
    assert advice in trouble(ask(user=user))


def test_a_wrong_password_is_tried_once_and_told_nowhere(ask, caplog):
    options = ask(
        f"ldaps://{FQDN} ldaps://dc2.contoso.com", password=lambda: "hunter2-not-to-be-told"
    )
    pauses: list[float] = []
    with pytest.raises(SourceError, match="password is wrong") as caught:
        list(LiveSource(options, pause=pauses.append).partitions(1))
    told = "".join(traceback.format_exception(caught.value)) + caplog.text + repr(options)
    assert "hunter2" not in told
    assert pauses == []


def test_an_empty_password_is_not_sent(ask):
    with pytest.raises(UsageError, match="empty"):
        list(LiveSource(ask(password=lambda: "")).partitions(1))


def test_an_unknown_host_is_said_to_be_one(describe):
    assert "no such host" in trouble(describe("ldaps://dc1.contoso.invalid"))


def test_a_refused_connection_is_said_to_be_one(ask):
    assert "the connection was refused" in trouble(ask(f"ldaps://{FQDN}:6636"))


def test_the_next_server_of_a_list_is_asked_when_the_first_is_away(ask):
    source = LiveSource(ask(f"ldaps://{FQDN}:6636,ldaps://{FQDN}", base=ROOT))
    assert list(source.partitions(1))
    assert source.entries


def test_a_certificate_of_an_unknown_authority_is_refused(ask):
    text = trouble(ask(ca_file=None))
    assert "CA that is not trusted" in text
    assert "--ca-file" in text


def test_a_certificate_for_another_name_is_refused(ask):
    assert "for another name" in trouble(ask("ldaps://mail.contoso.com"))
    assert "for another name" in trouble(ask("ldap://mail.contoso.com", start_tls=True))


def test_an_ip_address_in_the_certificate_is_good_enough(controller, ask):
    assert list(LiveSource(ask(f"ldaps://{controller.ip}", base=ROOT)).partitions(1))


def test_what_is_insecure_is_said_so(ask):
    source = LiveSource(ask("ldaps://mail.contoso.com", insecure=True, ca_file=None, base=ROOT))
    assert list(source.partitions(1))
    assert "not verified" in source.warnings[0]


def test_the_wrong_port_for_tls_is_said_to_be_one(ask):
    assert "is this the right port?" in trouble(ask(f"ldaps://{FQDN}:389"))


def test_a_server_that_demands_encryption_says_so(ask):
    text = trouble(ask(f"ldap://{FQDN}", allow_cleartext=True))
    assert "use ldaps:// or --start-tls" in text
    assert "strongerAuthRequired" in text


def test_nobody_may_read_without_signing_in(ask):
    text = trouble(ask(auth="anonymous", user=None, password=None))
    assert "give --user" in text


def test_a_base_that_is_not_there_is_said_so(ask):
    text = trouble(ask(base=f"OU=Nowhere,{BASE}"))
    assert "OU=Nowhere" in text
    assert "check --base" in text
    assert "noSuchObject" in text


def test_a_filter_that_is_none_is_a_usage_error(ask):
    with pytest.raises(UsageError, match="no LDAP filter"):
        list(LiveSource(ask(filter="(mail=*")).partitions(1))


def test_ntlm_that_the_server_does_not_speak_says_what_else_to_do(ask):
    pytest.importorskip("Crypto", reason="NTLM needs pycryptodome")
    assert "NTLM" in trouble(ask(auth="ntlm", user="CONTOSO\\reader"))


@pytest.mark.parametrize("way", ["stop", "kill"])
def test_a_server_that_goes_away_leaves_an_incomplete_scan(controller, ask, examine, way):
    result, found = examine(Interrupted(ask(page_size=100), getattr(controller, way)))
    assert not result.is_complete
    assert "ended early, after" in result.sources[0].problems[0]
    assert "closed the connection" in result.sources[0].problems[0]
    assert result.counts.entries >= 200
    assert found


def test_a_server_that_says_nothing_any_more_is_given_up(controller, ask):
    partitions = LiveSource(ask(page_size=100, timeout=1)).partitions(1)
    next(partitions)
    controller.freeze()
    with pytest.raises(SourceError, match="no answer in time"):
        list(partitions)


def test_a_connection_lost_before_the_first_page_is_made_anew(controller, ask):
    pauses = []

    def restart(seconds: float) -> None:
        pauses.append(seconds)
        controller.start()

    source = LiveSource(ask(base=ROOT), pause=restart)
    partitions = source.partitions(1)
    next(partitions)
    controller.kill()
    blocks: list[Block] = [block for partition in partitions for block in partition.blocks()]
    assert pauses == [1.0]
    octets = b"\n" + b"".join(block.data for block in blocks)
    assert octets.count(b"\ndn: ") == source.entries > 1800


def test_a_server_that_is_no_ldap_server_is_said_so(describe):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        text = trouble(describe(f"ldaps://127.0.0.1:{port}", timeout=1))
    assert "no answer in time" in text


def test_the_account_is_named_nowhere_in_the_location(describe):
    assert READER not in describe().location
