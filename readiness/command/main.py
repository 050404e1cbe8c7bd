"""The process of the command: its signals, its streams, and its exit status whatever happens."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

import click

from readiness.command.cli import COMPLETION_VARIABLE, cli
from readiness.command.password import environment_password
from readiness.command.standard_streams import complain, prepare_streams, reader_may_leave
from readiness.errors import ReadinessError

if TYPE_CHECKING:
    from collections.abc import Callable

_USAGE = 2
_INCOMPLETE = 3
_BUG = 70
_INTERRUPTED = 130
_ENDING_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGBREAK")
"""What asks a process to end; not every system has all of them."""


def main() -> NoReturn:
    """Run the command line; every way out has its exit status."""
    for ending in _ending_signals():
        # whoever starts a command with nohup wants it to outlive the terminal
        if signal.getsignal(ending) is not signal.SIG_IGN:
            signal.signal(ending, _interrupt)
    os.umask(0o077)  # reports and temporary files hold personal data
    prepare_streams()
    environment_password()  # no process that is started later shall inherit it
    status = _status()
    # all is done: an interruption could only change the status on the way out
    _ignore_signals(signal.SIG_IGN)
    sys.exit(status)


def _ending_signals() -> list[signal.Signals]:
    return [getattr(signal, name) for name in _ENDING_SIGNALS if hasattr(signal, name)]


def _interrupt(*_: object) -> NoReturn:
    """End as on Ctrl-C, which removes the temporary folder; a second signal changes nothing."""
    # not SIG_IGN: a process that is being started would inherit it, and never end
    _ignore_signals(_ignore)
    # a generator that is thrown away while it waits may complain, but the reason is known
    sys.unraisablehook = _ignore
    raise KeyboardInterrupt


def _ignore_signals(how: Callable[..., None] | signal.Handlers) -> None:
    for ending in _ending_signals():
        signal.signal(ending, how)


def _ignore(*_: object) -> None:
    """Do nothing."""


def _status() -> int:
    """Run the command, and say in one line what went wrong."""
    if COMPLETION_VARIABLE in os.environ:
        import_module("readiness.command.subcommands.completion")  # it knows one more shell
    try:
        status: object = cli.main(prog_name="readiness", standalone_mode=False)
        with reader_may_leave():
            sys.stdout.flush()
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - a bug must not look like findings
        message, failure = _explained(error)
        complain(message)
        return failure
    return status if isinstance(status, int) else 0


def _explained(error: BaseException) -> tuple[str, int]:
    """What to say about an error, and the exit status that it deserves."""
    match error:
        case ReadinessError():
            return str(error), error.status
        case click.ClickException():
            return _one_line(error), _USAGE
        case KeyboardInterrupt() | click.Abort():
            return "interrupted", _INTERRUPTED
        case MemoryError():
            return "the memory is full: scan with fewer --jobs, or with more memory", _INCOMPLETE
    if "--debug" in sys.argv:
        traceback.print_exception(error)
    what = f"{type(error).__name__}: {error}"
    return f"this is a bug: {what}; report it with what --debug prints", _BUG


def _one_line(error: click.ClickException) -> str:
    """What click has to say about an argument, as everything else here is said."""
    message = error.format_message().removesuffix(".").replace("\n", " ")
    message = message[:1].lower() + message[1:]
    context = getattr(error, "ctx", None)
    if context is None or context.command is cli:
        return message
    return f"{message}; see {context.command_path} --help"
