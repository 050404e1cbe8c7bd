"""The process in which foreign checks live, seen from the engine."""

from __future__ import annotations

import contextlib
import os
import pickle
import selectors
import signal
import subprocess
import sys
import time
import weakref
from dataclasses import dataclass
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from readiness.errors import CheckFailure
from readiness.model.wording import counted

if TYPE_CHECKING:
    from pathlib import Path

    from readiness.checking.registry import Origin
    from readiness.model.plan import Plan

_SECRETS = ("READINESS_PASSWORD", "READINESS_REDACT_KEY")
"""Variables of the environment that no check has any business with."""
_ANSWERED = frozenset(
    {
        ("builtins", "frozenset"),
        ("builtins", "str"),
        ("readiness.checking.check", "Scope"),
        ("readiness.checking.check", "Skip"),
        ("readiness.checking.keyed_check", "Key"),
        ("readiness.directory.identifiers.distinguished_name", "fold_dn"),
        ("readiness.directory.addresses.mail_address", "fold"),
        ("readiness.directory.addresses.mail_address", "fold_proxy"),
        ("readiness.errors", "UsageError"),
        ("readiness.isolation.answers", "Description"),
        ("readiness.isolation.answers", "Said"),
        ("readiness.isolation.declaration", "Declaration"),
        ("readiness.model.entry", "Kind"),
        ("readiness.model.finding", "Finding"),
        ("readiness.model.finding", "Severity"),
        ("readiness.model.sign", "Sign"),
    }
)
"""The modules and the names of all that answers are made of: none of it does anything when called.

Whatever else a pickle may name is code that a check would run here, beside the password.
https://docs.python.org/3/library/pickle.html#restricting-globals
"""
LENGTH_SIZE = 8
"""So many octets before an answer tell its length, the highest first."""
_ANSWER_MAX = 1 << 28
"""No answer has more octets: it is about one block of entries at most."""
_PIECE = 1 << 20
_GRACE = 10
"""The seconds by which this process waits longer than that of the checks, which ends by itself."""
_TICK = 0.2
"""So many seconds pass before somebody looks whether the process is still there."""
SERVES_CHECKS = "--serve-checks"
"""The only argument of the process where a program takes the place of Python."""
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
    timeout: int
    """The seconds for one question, such as about a block of entries, or to load a file."""


class _Answers(pickle.Unpickler):
    """Reads an answer, for which no module of a check is ever imported here."""

    def find_class(self, module_name: str, global_name: str, /) -> Any:
        """The class or function of the name.

        Raises:
            pickle.UnpicklingError: no answer is made of it.
        """
        if (module_name, global_name) not in _ANSWERED:
            raise pickle.UnpicklingError(f"no answer is made of {module_name}.{global_name}")
        return super().find_class(module_name, global_name)


class _Running(NamedTuple):
    """A process that was started, and the two ends of its pipes."""

    process: subprocess.Popen[bytes]
    questions: IO[bytes]
    answers: IO[bytes]

    def end(self) -> int:
        """End it, whatever it is doing; returns its exit status, or the signal, negative."""
        with contextlib.suppress(OSError):  # nobody of them is left
            self._kill_all()
        for stream in (self.questions, self.answers):
            with contextlib.suppress(OSError):  # what was still to be written is nobody's loss
                stream.close()
        return self.process.wait()

    def answer_within(self, seconds: float) -> tuple[bool, Any]:
        """Whether there is an answer, and the answer, or else what went wrong."""
        deadline = time.monotonic() + seconds
        size = int.from_bytes(self._read(LENGTH_SIZE, deadline))
        if size > _ANSWER_MAX:
            raise ValueError("the answer is too long")
        answer: tuple[bool, Any] = _Answers(BytesIO(self._read(size, deadline))).load()
        return answer

    def _read(self, size: int, deadline: float) -> bytes:
        """So many octets of an answer.

        Raises:
            TimeoutError: they are not there at the deadline.
            EOFError: the pipe was closed before.
        """
        held = bytearray()
        while len(held) < size:
            if not self._is_readable_before(deadline):
                raise TimeoutError
            piece = os.read(self.answers.fileno(), min(size - len(held), _PIECE))
            if not piece:
                raise EOFError
            held += piece
        return bytes(held)

    def _is_readable_before(self, deadline: float) -> bool:
        """Whether it goes on answering, or closes its pipe, before the deadline."""
        if os.name != "posix":
            return True  # pipes cannot be waited for there; the process has a limit of its own
        with selectors.DefaultSelector() as selector:
            selector.register(self.answers, selectors.EVENT_READ)
            while time.monotonic() < deadline:
                if selector.select(_TICK):
                    return True
                # what it has started may hold its pipe open when it has ended itself
                if self.process.poll() is not None:
                    return bool(selector.select(0))
        return False

    def _kill_all(self) -> None:
        """Kill it and all that checks have started, which may hold on to its pipes."""
        if os.name == "posix":
            os.killpg(self.process.pid, signal.SIGKILL)
        else:
            self.process.kill()


class CheckProcess:
    """Answers questions by check; is started when needed, and again if a check took it down."""

    def __init__(self, setup: Setup) -> None:
        """Start nothing yet."""
        self._setup = setup
        self._running: _Running | None = None

    def ask(self, method: str, check: Origin, *arguments: object) -> Any:
        """The answer of a method of `CheckServer`, about a check by its id, or about an origin.

        Raises:
            CheckFailure: the check did what no check may do: it says what.
        """
        try:
            running = self._running = self._running or self._started()
        except OSError as error:
            raise CheckFailure(f"no process can be started for it: {error}") from error
        began = time.monotonic()
        try:
            pickle.dump((method, check, arguments), running.questions)
            running.questions.flush()
            is_answer, answer = running.answer_within(self._setup.timeout + _GRACE)
        except Exception as error:  # what is no answer may be anything when it is unpickled
            self._running = None
            told = self._end_of(running, time.monotonic() - began)
            raise CheckFailure(told, is_final=True) from error
        if not is_answer:
            raise CheckFailure(answer)
        return answer

    def _started(self) -> _Running:
        process = subprocess.Popen(  # noqa: S603 - this program
            _command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,  # a group of its own, so that what it starts ends with it
            env={name: value for name, value in os.environ.items() if name not in _SECRETS},
        )
        if process.stdin is None or process.stdout is None:
            raise AssertionError("there are no pipes, which were asked for")
        running = _Running(process, process.stdin, process.stdout)
        # called but once, since the number of a process that ended may become that of another
        self._end = weakref.finalize(self, running.end)
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
        status: int = self._end() or 0
        if seconds >= self._setup.timeout:
            limit = counted(self._setup.timeout, "second")
            return f"it took longer than {limit} (--check-timeout)"
        reason = f"signal {-status}" if status < 0 else f"status {status}"
        return f"it ended the process that it ran in ({reason})"


def _command() -> list[str]:
    """What starts the process: Python, or the program that Python was made a part of."""
    # https://pyinstaller.org/en/stable/runtime-information.html
    if getattr(sys, "frozen", False):
        return [sys.executable, SERVES_CHECKS]
    return [sys.executable, "-P", "-c", _PROGRAM.format(path=sys.path)]
