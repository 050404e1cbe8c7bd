"""However the command is ended, it says so in one line, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

import pytest

from tests.running import COMMAND, ROOT, environment, people

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


def loading(tmp_path, what):
    """The outcome of a command to which something happens while its first library is loaded."""
    program = f"""
import os, signal, sys
class Finder:
    def find_spec(self, name, *_):
        if name == "click":
            {what}
sys.meta_path.insert(0, Finder())
from readiness.command.main import main
main()
"""
    return subprocess.run(
        [sys.executable, "-c", program, "scan", "export.ldif"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment(),
        check=False,
    )


@pytest.mark.parametrize("ending", ENDING, ids=lambda ending: ending.name)
def test_a_signal_while_the_command_is_loaded_ends_it_in_one_line(tmp_path, ending):
    done = loading(tmp_path, f"os.kill(os.getpid(), {int(ending)})")
    assert (done.returncode, done.stderr) == (130, "readiness: interrupted\n")


def test_too_little_memory_to_load_the_command_is_told_in_one_line(tmp_path):
    done = loading(tmp_path, "raise MemoryError")
    assert done.returncode == 3
    assert done.stderr.startswith("readiness: the memory is full")
    assert done.stderr.count("\n") == 1


def test_little_is_loaded_before_signals_are_dealt_with():
    program = "import sys, readiness.command.main; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-S", "-c", program], capture_output=True, text=True, cwd=ROOT, check=True
    )
    loaded = {name for name in done.stdout.split() if name.startswith("readiness")}
    assert loaded == {
        "readiness",
        "readiness.command",
        "readiness.command.main",
        "readiness.errors",
    }
