"""The process in which foreign checks live, seen from the engine."""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import time
import weakref
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from readiness.errors import CheckFailure

if TYPE_CHECKING:
    from pathlib import Path

    from readiness.model.plan import Plan

_SECRETS = ("READINESS_PASSWORD", "READINESS_REDACT_KEY")
"""Variables of the environment that no check has any business with."""
_PROGRAM = """
import sys
sys.path[:] = {path!r}
from readiness.isolation.check_server import serve
serve()
"""
"""It finds the modules that this process finds, wherever it was started."""


@dataclass(frozen=True)
class Setup:
    """What the process has to know before it begins."""

    plan: Plan
    check_files: tuple[Path, ...]
    timeout: float
    """The seconds that a check may take for one question, such as about a block of entries."""


class _Running(NamedTuple):
    """A process that was started, and the two ends of its pipes."""

    process: subprocess.Popen[bytes]
    questions: IO[bytes]
    answers: IO[bytes]

    def end(self) -> int:
        """End it, whatever it is doing; returns its exit status, or the signal, negative."""
        self.process.kill()
        for stream in (self.questions, self.answers):
            with contextlib.suppress(OSError):  # what was still to be written is nobody's loss
                stream.close()
        return self.process.wait()


class CheckProcess:
    """Answers questions by check; is started when needed, and again if a check took it down."""

    def __init__(self, setup: Setup) -> None:
        """Start nothing yet."""
        self._setup = setup
        self._running: _Running | None = None

    def ask(self, method: str, check: str, *arguments: object) -> Any:
        """The answer of a method of `CheckServer`, for a check by its id.

        Raises:
            CheckFailure: the check did what no check may do: it says what.
        """
        running = self._running = self._running or self._started()
        began = time.monotonic()
        try:
            pickle.dump((method, check, arguments), running.questions)
            running.questions.flush()
            is_answer, answer = pickle.load(running.answers)  # noqa: S301 - a process of our own
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            self._running = None
            told = self._end_of(running, time.monotonic() - began)
            raise CheckFailure(told, is_final=True) from error
        if not is_answer:
            raise CheckFailure(answer)
        return answer

    def _started(self) -> _Running:
        process = subprocess.Popen(  # noqa: S603 - this program
            [sys.executable, "-P", "-c", _PROGRAM.format(path=sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={name: value for name, value in os.environ.items() if name not in _SECRETS},
        )
        if process.stdin is None or process.stdout is None:
            raise AssertionError("there are no pipes, which were asked for")
        running = _Running(process, process.stdin, process.stdout)
        weakref.finalize(self, running.end)
        with contextlib.suppress(OSError):  # the first question finds out what became of it
            pickle.dump(self._setup, running.questions)
            running.questions.flush()
        return running

    def _end_of(self, running: _Running, seconds: float) -> str:
        """Say how a process ended that should not have."""
        # it has closed its end of the pipe, so that it is about to end: its own status tells more
        # than that of being killed
        with contextlib.suppress(subprocess.TimeoutExpired):
            running.process.wait(1)
        status = running.end()
        if seconds >= self._setup.timeout:
            return f"it took longer than {self._setup.timeout:g} seconds (--check-timeout)"
        reason = f"signal {-status}" if status < 0 else f"status {status}"
        return f"it ended the process that it ran in ({reason})"
