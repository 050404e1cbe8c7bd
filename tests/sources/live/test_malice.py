"""Whatever a server answers, a scan ends soon, in 3, and says in one line why."""

from __future__ import annotations

import json
import random
import re
import subprocess
import time
from pathlib import Path

import pytest

from readiness.errors import SourceError
from readiness.sources.live.ldap_source import LdapSource
from readiness.sources.live.live_directory import LiveDirectory
from readiness.sources.live.options import LiveOptions
from readiness.sources.protocol.access import Access
from tests.running import COMMAND, environment, run
from tests.sources.live.malices import DAMAGED, ENDLESS, closing
from tests.sources.live.malicious_server import PEOPLE, Malice, MaliciousServer, serving

MEMORY_MAX = 400
"""MiB, of all processes of a command together."""


def scan(server: MaliciousServer, *options: str) -> subprocess.CompletedProcess[str]:
    """The outcome of a scan, with its report on standard output."""
    done: subprocess.CompletedProcess[str] = run(
        *("scan", server.url, "--user=ana", "--password-stdin", "--allow-cleartext"),
        *("--timeout=1", "--domain=contoso.com", "--report=json:-", *options),
        stdin="secret\n",
    )
    return done


def honest(_, good):
    return good


def test_an_honest_server_is_read_to_its_end():
    with serving(honest) as server:
        done = scan(server, "--timeout=20")
        assert done.returncode == 1, done.stderr
        report = json.loads(done.stdout)
        assert report["complete"]
        assert report["summary"]["by_kind"]["user"] == {"in_scope": PEOPLE, "ready": PEOPLE - 2}
        assert server.binds == 1


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_answer_makes_the_scan_incomplete(name):
    with serving(DAMAGED[name]) as server:
        done = scan(server)
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert "bug" not in done.stderr
    assert "\x1b" not in done.stderr
    report = json.loads(done.stdout)
    assert report["verdict"] == "incomplete"
    assert not report["complete"]
    [problem] = report["sources"][0]["problems"]
    assert problem.isprintable()


@pytest.mark.parametrize("command", ["doctor", "scan --dry-run", "snapshot -o kept.ldif"])
@pytest.mark.parametrize(
    "name", ["bind-nested-deeply", "bind-other-tag", "root-cut-entry", "forest-cut-entry"]
)
def test_a_damaged_answer_is_one_line_for_every_command(name, command, tmp_path):
    with serving(DAMAGED[name]) as server:
        words = command.split()
        done = run(
            *(words[0], server.url, *words[1:], "--user=ana", "--password-stdin"),
            *("--allow-cleartext", "--timeout=1"),
            stdin="secret\n",
            cwd=tmp_path,
        )
    assert done.returncode == 3, done.stderr
    assert "damaged" in done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_hangs_up_on_strangers_may_still_let_a_user_in():
    def hanging_up(asked, good):
        return good if server.binds or asked.base else closing(lambda _: b"")(asked, good)

    with serving(hanging_up) as server:
        done = run(
            *("doctor", server.url, "--user=ana", "--password-stdin", "--allow-cleartext"),
            stdin="secret\n",
        )
    fine = re.findall(r"^ok +(\S+)", done.stdout, re.MULTILINE)
    assert {"rootDSE", "sign-in"} <= set(fine), done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("name", ENDLESS)
def test_an_endless_answer_is_ended_and_fills_no_memory(name, tmp_path):
    report = tmp_path / "report.json"
    with (
        serving(ENDLESS[name]) as server,
        subprocess.Popen(
            [
                *(
                    COMMAND,
                    "scan",
                    server.url,
                    "--auth=anonymous",
                    "--allow-cleartext",
                    "--timeout=2",
                ),
                *("--domain=contoso.com", "--no-config", f"--report={report}"),
            ],
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        ) as process,
    ):
        memory = most_memory(process)
        assert process.stderr
        assert b"Traceback" not in process.stderr.read()
    assert process.returncode == 3
    assert json.loads(report.read_bytes())["verdict"] == "incomplete"
    assert memory < MEMORY_MAX


def most_memory(process: subprocess.Popen[bytes]) -> float:
    """The MiB that a command and its workers took together at most, until it ended by itself."""
    end = time.monotonic() + 90
    most = 0
    while process.poll() is None:
        most = max(most, memory_of(process.pid))
        time.sleep(0.1)
        if time.monotonic() > end:
            process.kill()
            pytest.fail("the scan does not end")
    return most / 1024


def memory_of(process: int) -> int:
    """The KiB that a process and those that it started take now."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
        started = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    except OSError:
        return 0  # it has just ended
    own = re.search(r"VmRSS:\s+(\d+)", status)
    return (int(own[1]) if own else 0) + sum(map(memory_of, map(int, started)))


def flipped(seed: int) -> Malice:
    """A server that damages one octet, somewhere in its answers."""
    chance = random.Random(seed)  # noqa: S311 - the same damage each time
    at = chance.randrange(3000)

    def answer(_, good):
        nonlocal at
        for sent in good:
            damaged = bytearray(sent)
            if 0 <= at < len(damaged):
                damaged[at] ^= chance.randrange(1, 256)
            at -= len(damaged)
            yield bytes(damaged)

    return answer


@pytest.mark.parametrize("seed", range(10))
def test_one_wrong_octet_never_makes_a_crash(seed):
    with serving(flipped(seed)) as server:
        done = scan(server)
    assert done.returncode in (1, 3), done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("seeds", [range(40), pytest.param(range(400), marks=pytest.mark.slow)])
def test_one_wrong_octet_is_an_error_or_in_a_value(seeds):
    for seed in seeds:
        with serving(flipped(seed)) as server:
            access = Access((server.url,), auth="anonymous", timeout=1, allow_cleartext=True)
            directory = LiveDirectory(LiveOptions(access), pause=lambda _: None)
            source = LdapSource(directory, ("mail", "userPrincipalName"))
            try:
                blocks = [block for part in source.partitions(1) for block in part.blocks()]
            except SourceError as error:
                assert str(error).isprintable()  # noqa: PT017 - any of many may raise or not
            else:
                # a base of another name has no entries, which nobody takes for ready
                assert source.entries in (PEOPLE, 0)
                records = b"".join(block.data for block in blocks).count(b"\n\n")
                assert records in (source.entries, source.entries + 1)
