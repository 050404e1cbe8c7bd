"""However the command is ended, it says so in one line, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

import pytest

from tests.running import COMMAND, environment, people

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")
ENDING = [
    signal.SIGINT,
    signal.SIGTERM,
    getattr(signal, "SIGHUP", 0),
    getattr(signal, "SIGQUIT", 0),
]


@pytest.fixture
def started(tmp_path):
    """A scan that waits for the rest of its source, with a temporary folder of its own."""
    pipe = tmp_path / "pipe.ldif"
    os.mkfifo(pipe)
    (tmp_path / "temporary").mkdir()

    def starting(*command):
        return subprocess.Popen(
            [*command, COMMAND, "scan", pipe, "-q"],
            env=environment(TMPDIR=str(tmp_path / "temporary")),
            stderr=subprocess.PIPE,
            text=True,
        )

    return starting, pipe, tmp_path / "temporary"


@pytest.mark.parametrize("ending", ENDING, ids=lambda ending: ending.name)
def test_a_signal_ends_it_in_one_line_and_leaves_nothing(started, ending):
    starting, pipe, temporary = started
    with starting() as process:
        with pipe.open("w") as writing:  # from here on it reads
            writing.write(people())
            writing.flush()
            process.send_signal(ending)
        assert process.wait(60) == 130
        assert process.stderr.read() == "readiness: interrupted\n"
    assert list(temporary.iterdir()) == []


def test_a_second_signal_changes_nothing(started):
    starting, pipe, temporary = started
    with starting() as process:
        with pipe.open("w") as writing:
            writing.write(people())
            writing.flush()
            for _ in range(20):
                process.send_signal(signal.SIGINT)
                process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 130
        assert process.stderr.read() == "readiness: interrupted\n"
    assert list(temporary.iterdir()) == []


def test_a_scan_that_shall_outlive_its_terminal_does(started):
    starting, pipe, _ = started
    with starting("nohup") as process:
        with pipe.open("w") as writing:
            process.send_signal(signal.SIGHUP)
            writing.write(people())
        assert process.wait(60) in (0, 1, 3)


def test_a_source_without_end_is_interrupted_without_a_traceback(tmp_path):
    with subprocess.Popen(
        [COMMAND, "scan", "-", "-q"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(TMPDIR=str(tmp_path)),
    ) as process:
        assert process.stdin
        assert process.stderr
        record = people().encode() * 1000
        for _ in range(60):  # megabytes, so that pieces of them are on their way
            process.stdin.write(record)
        while process.poll() is None:  # a signal between two reads waits for the end of the second
            process.send_signal(signal.SIGINT)
            time.sleep(0.1)
        assert process.returncode == 130
        assert process.stderr.read() == b"readiness: interrupted\n"
        with suppress(BrokenPipeError):  # what it did not read can be written no more
            process.stdin.close()
    assert list(tmp_path.iterdir()) == []


def test_an_interruption_while_the_options_are_read_is_told_in_one_line(tmp_path):
    program = (
        "import os, signal, readiness.command.settings.resolution as it\n"
        "it._now = lambda: os.kill(os.getpid(), signal.SIGINT)\n"
        "from readiness.command.main import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "config"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment(),
        check=False,
    )
    assert (done.returncode, done.stderr) == (130, "readiness: interrupted\n")
