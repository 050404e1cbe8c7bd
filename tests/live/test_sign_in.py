"""A password is asked for once, tried once, and told nowhere."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import time
from collections.abc import Iterator

import pytest

from tests.live.conftest import hosts, report
from tests.live.domain_controller import (
    BASE,
    FQDN,
    PASSWORD,
    READER,
    SECRET,
    WRONG,
    DomainController,
)
from tests.running import COMMAND, environment

VICTIM = f"CN=victim,CN=Users,{BASE}"
COMMANDS = {
    "scan": ("scan", "--report=json:-"),
    "scan of a forest": ("scan", "--report=json:-", "--forest"),
    "doctor": ("doctor",),
    "dry run": ("scan", "--dry-run"),
    "snapshot": ("snapshot", "-o", "kept.ldif"),
}
PROBE = '''
import os

from readiness import USERS, Check, Severity


class Environment(Check):
    """A process that examines entries knows the password.

    So might everybody who looks at its environment.

    Fix: take it away.
    See: https://example.com
    """

    id = "environment"
    severity = Severity.ERROR
    kinds = USERS
    reads = ("cn",)

    def examine(self, entry):
        if any("PASSWORD" in name for name in os.environ):
            yield self.finding(entry, "cn", None, "knows it")
'''


@pytest.fixture
def lockout(controller: DomainController) -> Iterator[DomainController]:
    """A domain that locks accounts after four wrong passwords, while a test runs."""
    change = f"dn: {BASE}\nchangetype: modify\nreplace: lockoutThreshold\nlockoutThreshold: "
    controller.change(f"{change}4\n")
    yield controller
    controller.change(f"{change}0\n")


def tried(controller: DomainController) -> int:
    """How many wrong passwords count against the victim."""
    return int(controller.value(VICTIM, "badPwdCount"))


@pytest.mark.parametrize("name", COMMANDS)
def test_a_wrong_password_counts_once_against_the_lockout(readiness, lockout, name, tmp_path):
    forget = f"dn: {VICTIM}\nchangetype: modify\nreplace: badPwdCount\nbadPwdCount: 0\n"
    lockout.change(forget, "--relax")
    assert tried(lockout) == 0
    for attempt in (1, 2):
        done = readiness(*COMMANDS[name], user=VICTIM, READINESS_PASSWORD=WRONG, cwd=tmp_path)
        assert done.returncode == 3, done.stderr
        assert "password is wrong" in done.stdout + done.stderr
        assert tried(lockout) == attempt


@pytest.mark.parametrize("name", COMMANDS)
def test_the_password_may_come_on_standard_input(readiness, name, tmp_path):
    done = readiness(
        *(*COMMANDS[name], "--password-stdin"),
        stdin=f"{PASSWORD}\n",
        READINESS_PASSWORD=None,
        cwd=tmp_path,
    )
    assert done.returncode in (0, 1), done.stderr


def test_a_file_that_others_can_read_is_told_of_once(readiness, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text(f"{PASSWORD}\n")
    secret.chmod(0o644)
    done = readiness(
        "scan", f"--password-file={secret}", f"--base={SECRET}", READINESS_PASSWORD=None
    )
    assert done.returncode in (0, 1), done.stderr
    assert done.stderr.count("others can read") == 1


def test_nobody_is_asked_where_there_is_no_terminal(readiness):
    done = readiness("scan", READINESS_PASSWORD=None, stdin="")
    assert done.returncode == 2
    assert "there is no password" in done.stderr


def test_a_person_is_asked_once(controller, authority):
    primary, secondary = pty.openpty()
    with subprocess.Popen(
        [
            *(COMMAND, "scan", f"ldaps://{FQDN}", f"--user={READER}", f"--base={SECRET}"),
            f"--ca-file={authority.file}",
        ],
        env=environment(**hosts(controller)),
        stdin=secondary,
        stdout=secondary,
        stderr=secondary,
        start_new_session=True,
    ) as process:
        os.close(secondary)
        told = _talk(primary, process)
    assert process.returncode in (0, 1), told
    assert told.count("Password:") == 1
    assert PASSWORD not in told


def _talk(terminal: int, process: subprocess.Popen[bytes]) -> str:
    """What the command says, which is given the password when it asks for it."""
    told = b""
    has_answered = False
    end = time.monotonic() + 60
    while time.monotonic() < end:
        ready, _, _ = select.select([terminal], [], [], 0.1)
        try:
            told += os.read(terminal, 65536) if ready else b""
        except OSError:
            break  # the other side was closed
        if b"Password:" in told and not has_answered:
            os.write(terminal, f"{PASSWORD}\n".encode())
            has_answered = True
        if process.poll() is not None and not ready:
            break
    os.close(terminal)
    return told.decode()


@pytest.mark.parametrize("url", [f"ldaps://{FQDN}", "people.ldif"])
def test_no_process_that_is_started_knows_the_password(readiness, tmp_path, url):
    (tmp_path / "probe.py").write_text(PROBE)
    (tmp_path / "people.ldif").write_text(
        f"dn: CN=a,{BASE}\nobjectClass: user\ncn: a\nsAMAccountName: a\n\n"
    )
    done = readiness(
        *("scan", "--check-file=probe.py", "--select=environment", "--jobs=2", "--page-size=100"),
        "--report=json:-",
        url=url,
        cwd=tmp_path,
    )
    assert done.returncode in (0, 1), done.stdout
    [check] = [one for one in report(done)["checks"] if one["id"] == "environment"]
    assert (check["status"], check["findings"]) == ("ran", 0)


def test_the_password_is_told_nowhere(readiness, tmp_path):
    done = readiness("scan", "--debug", "-v", "--report=a.html", "--report=a.json", cwd=tmp_path)
    assert done.returncode == 1
    told = done.stdout + done.stderr
    told += "".join(path.read_text() for path in tmp_path.iterdir() if path.is_file())
    assert PASSWORD not in told


@pytest.mark.parametrize(
    ("user", "advice"),
    [
        ("nobody@contoso.com", "the user name or the password is wrong"),
        (f"CN=disabled,CN=Users,{BASE}", "the account is disabled"),
        (f"CN=gone,CN=Users,{BASE}", "the account has expired"),
        (f"CN=stale,CN=Users,{BASE}", "the password must be changed"),
    ],
)
def test_a_refused_sign_in_says_why(readiness, user, advice):
    done = readiness("scan", "--report=json:-", user=user)
    assert done.returncode == 3
    [problem] = report(done)["sources"][0]["problems"]
    assert advice in problem


@pytest.mark.parametrize("options", [("--auth=ntlm",), ("--auth=ntlm", "--start-tls")])
def test_ntlm_that_the_server_does_not_speak_says_what_else_to_do(readiness, options):
    url = f"ldap://{FQDN}" if "--start-tls" in options else f"ldaps://{FQDN}"
    done = readiness("scan", *options, "--report=json:-", url=url, user="CONTOSO\\reader")
    assert done.returncode == 3, done.stderr
    assert "NTLM" in report(done)["sources"][0]["problems"][0]


def test_anonymous_readers_are_told_to_sign_in(readiness):
    done = readiness("scan", "--auth=anonymous", "--report=json:-", user="")
    assert done.returncode == 3
    assert "give --user" in report(done)["sources"][0]["problems"][0]


def test_ntlm_is_refused_over_a_connection_that_is_not_encrypted(readiness):
    done = readiness("scan", "--auth=ntlm", url=f"ldap://{FQDN}", user="CONTOSO\\reader")
    assert done.returncode == 2
    assert "--allow-cleartext if you must" in done.stderr


def test_an_empty_password_is_not_sent(readiness):
    done = readiness("scan", READINESS_PASSWORD="")
    assert done.returncode == 2
    assert "the password is empty" in done.stderr
