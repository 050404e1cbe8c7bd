"""How a domain controller is written to, by one that answers as no real one can be made to."""

from __future__ import annotations

import ssl
import time
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from readiness.remediation.directories.directory_writer import DirectoryWriter
from readiness.remediation.repair_plan import plan_file
from readiness.remediation.repair_plan.change import Edit
from readiness.sources.live.live_directory import LiveDirectory
from readiness.sources.live.options import LiveOptions
from readiness.sources.protocol import session
from readiness.sources.protocol.access import Access
from tests.remediation.making import change, plan
from tests.running import run
from tests.sources.live.ldap_messages import DONE, SEARCH, entry, message, result
from tests.sources.live.malicious_server import BASE, person, serving

pytest.importorskip("cryptography", reason="certificates are made with cryptography")
from tests.live.certificates import Authority

GUID = "00000001-0007-0000-0700-000007000000"
PASSWORD = {"READINESS_PASSWORD": "secret"}
MODIFY, MODIFY_RESPONSE = 0x66, 0x67
WRITABLE, READ_ONLY = b"1.2.840.113556.1.4.800", b"1.2.840.113556.1.4.1920"


class Controller:
    """The answers of a domain controller with one person, whose mail can be written."""

    def __init__(self, *capabilities, code=0, is_silent=False):
        self.capabilities = [WRITABLE, *capabilities]
        self.code, self.is_silent = code, is_silent
        self.mail = b"person1@contoso.com"
        self.writes = 0

    def __call__(self, asked, good):
        if asked.tag == MODIFY:
            self.writes += 1
            assert not asked.has_controls  # one of them would let a stale guard pass
            if not self.code:
                self.mail = b"ana@contoso.com"
            if not self.is_silent:
                yield message(asked.number, result(MODIFY_RESPONSE, self.code, b"words"))
        elif asked.tag == SEARCH and (asked.base in (b"", BASE) or asked.base.startswith(b"<")):
            if self.is_silent and self.writes:
                return
            for found in self.found(asked):
                yield message(asked.number, entry(*found))
            yield message(asked.number, result(DONE))
        else:
            yield from good

    def found(self, asked):
        if not asked.base:
            root = {b"defaultNamingContext": [BASE], b"dnsHostName": [b"dc1.contoso.com"]}
            yield b"", root | {b"supportedCapabilities": self.capabilities}
        elif asked.base != BASE:
            dn, values = person(1)
            rights = {b"mail": [self.mail], b"allowedAttributesEffective": [b"mail"]}
            yield dn, values | rights


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    made = Authority(tmp_path_factory.mktemp("authority"))
    made.issue(made.file.parent, ["127.0.0.1"])
    return made


@contextmanager
def writing(authority, controller):
    """What writes to a domain controller, and the server that answers as that one does."""
    certificate = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.load_cert_chain(*(authority.file.with_name(f"{n}.pem") for n in ("cert", "key")))
    with serving(controller, certificate) as server:
        access = Access(
            (server.url,), user="ana", password=lambda: "secret", ca_file=authority.file
        )
        yield LiveDirectory(LiveOptions(access), pause=lambda _: None), server


def test_a_read_only_controller_is_refused_before_anything_is_sent(authority, tmp_path):
    controller = Controller(READ_ONLY)
    done = applied(authority, controller, tmp_path)
    assert done.returncode == 2
    assert done.stderr == (
        "readiness: dc1.contoso.com is a read-only domain controller: name a writable one\n"
    )
    assert controller.writes == 0


@pytest.mark.parametrize(
    ("answer", "status", "said"),
    [
        ({}, 0, "applied"),
        ({"code": 10}, 1, "FAILED  CN=User 1,DC=contoso,DC=com: the server refers to another one"),
        ({"code": 19}, 1, "FAILED  CN=User 1,DC=contoso,DC=com: the server does not allow it"),
        ({"is_silent": True}, 3, "UNKNOWN"),
    ],
)
def test_each_answer_of_a_server_has_its_words_and_its_status(
    authority, tmp_path, answer, status, said
):
    controller = Controller(**answer)
    done = applied(authority, controller, tmp_path)
    assert done.returncode == status, done.stderr
    assert said in done.stdout
    assert controller.writes == 1
    if status == 3:  # the server answers again, and shows what it did
        controller.is_silent = False
        again = applied(authority, controller, tmp_path)
        assert again.returncode == 0
        assert "already so" in again.stdout
        assert controller.writes == 1


def test_who_thinks_for_long_before_he_confirms_is_no_fault_of_the_server(authority, monkeypatch):
    passed = 0
    late = SimpleNamespace(monotonic=lambda: time.monotonic() + passed)
    monkeypatch.setattr(session, "time", late)
    with writing(authority, Controller()) as (directory, server):
        writer = DirectoryWriter(directory)
        passed = 1200
        assert writer.read(GUID, ["mail"])
        passed = 2400
        server.hang_up()  # as a domain controller does after a quarter of an hour without a word
        assert writer.read(GUID, ["mail"])
        passed = 3600
        writer.modify(GUID, [Edit("mail", ("person1@contoso.com",), ("ana@contoso.com",))])
        assert server.binds == 2
        directory.close()


def test_a_plan_is_held_against_what_must_not_be_written_to(authority, tmp_path):
    controller = Controller(READ_ONLY)
    path = saved(tmp_path)
    with writing(authority, controller) as (_, server):
        options = ("--no-config", "--user=ana", "--insecure")
        done = run("plan", "show", path, "--against", server.url, *options, **PASSWORD)
    assert (done.returncode, "Drift: 1 still right" in done.stdout) == (0, True), done.stderr
    assert controller.writes == 0


@pytest.mark.parametrize(
    ("url", "domain", "reason"),
    [
        ("ldaps://dc1.contoso.com:3269", "DC=contoso,DC=com", "holds only a part of each object"),
        (None, "DC=fabrikam,DC=com", "no change of the plan is about an object of that"),
    ],
)
def test_a_plan_is_not_called_stale_by_who_cannot_know(authority, tmp_path, url, domain, reason):
    path = saved(tmp_path, domain)
    with writing(authority, Controller()) as (_, server):
        options = ("--no-config", "--user=ana", f"--ca-file={authority.file}")
        done = run("plan", "show", path, "--against", url or server.url, *options, **PASSWORD)
    assert (done.returncode, done.stdout) == (2, "")
    assert reason in done.stderr


def saved(folder, domain="DC=contoso,DC=com"):
    """A plan of one change, which is decided."""
    path = folder / "plan.json"
    edit = ("mail", ["person1@contoso.com"], ["ana@contoso.com"])
    plan_file.write(plan(change(1, edit, domain=domain, guid=GUID)), path, is_forced=True)
    return path


def applied(authority, controller, folder):
    """What comes of an apply of one change."""
    path = saved(folder)
    code = plan_file.confirmation(plan_file.read(path))
    patience = 1 if controller.is_silent else 20
    with writing(authority, controller) as (_, server):
        return run(
            "apply", path, server.url, "--yes", code, "--no-config",
            "--user=ana", f"--ca-file={authority.file}", f"--timeout={patience}",
            **PASSWORD,
        )  # fmt: skip
