"""A scan that is interrupted says so, and leaves neither files nor processes behind."""

import os
import signal
import subprocess
from pathlib import Path
from select import select

import pytest

from tests.benchmarks.directory import blocks
from tests.command.test_exit_status import COMMAND

MEBI = 1024 * 1024


@pytest.fixture(scope="module")
def octets():
    """Enough LDIF for a scan of a stream to take several processes."""
    some = b"".join(blocks(2000))
    return some * (32 * MEBI // len(some))


@pytest.fixture
def start(tmp_path):
    """Starts a scan of standard input, as a terminal would: with processes of its own group."""
    started = []

    def starting(*arguments):
        process = subprocess.Popen(
            [COMMAND, "scan", "-", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ | {"TMPDIR": str(tmp_path)},
            start_new_session=True,
        )
        started.append(process)
        return process

    yield starting
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def in_session(leader: int) -> list[int]:
    """The processes of a session that still run."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, session = path.read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(session) == leader and state != "Z":
            found.append(int(path.parent.name))
    return found


def ends(pid: int) -> bool:
    """Whether a process ends within seconds; the last ones end after their parent."""
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select([process], [], [], 10)[0])
    finally:
        os.close(process)


def interrupt_all(process):
    """As Ctrl-C in a terminal does."""
    os.killpg(process.pid, signal.SIGINT)


def interrupt(process):
    process.send_signal(signal.SIGINT)


def terminate(process):
    process.terminate()


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("send", [interrupt_all, interrupt, terminate])
def test_130_when_it_is_interrupted(start, octets, tmp_path, send, jobs):
    process = start("--jobs", jobs)
    # a pipe holds little: when all is written, nearly all has been read, so the scan is at work
    process.stdin.write(octets)
    send(process)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert errors.decode().strip() == "readiness: interrupted"
    assert not list(tmp_path.iterdir())
    assert all(map(ends, in_session(process.pid)))


def test_130_before_anything_was_read(start, tmp_path):
    process = start("--jobs", "2")
    process.stdin.write(b"dn: CN=a\n" * 20_000)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode == 130
    assert not list(tmp_path.iterdir())
