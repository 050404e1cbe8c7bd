"""The ways out of the command: each has its exit status, and says in one line what is wrong."""

from __future__ import annotations

import os
import sys
import traceback
from importlib import import_module

import click

from readiness.command.cli import COMPLETION_VARIABLE, cli
from readiness.command.live.password import environment_password
from readiness.command.standard_streams import complain, prepare_streams, reader_may_leave
from readiness.errors import Interruption, ReadinessError

_USAGE = 2
_BUG = 70


def run() -> int:
    """Run the command line; returns the exit status.

    Raises:
        Interruption: somebody ends it.
        MemoryError: the system refuses memory.
    """
    os.umask(0o077)  # reports and temporary files hold personal data
    prepare_streams()
    environment_password()  # no process that is started later shall inherit it
    if COMPLETION_VARIABLE in os.environ:
        import_module("readiness.command.subcommands.completion")  # it knows one more shell
    try:
        # else click ends the process itself, with words and statuses of its own:
        # https://click.palletsprojects.com/en/stable/api/#click.Command.main
        status: object = cli.main(prog_name="readiness", standalone_mode=False)
        with reader_may_leave():
            sys.stdout.flush()
    except click.Abort as interruption:
        raise Interruption from interruption
    except MemoryError:
        raise  # there may be too little of it even to say so here
    except Exception as error:  # noqa: BLE001 - a bug must not look like findings
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
    if "--debug" in sys.argv:
        traceback.print_exception(error)
    what = f"{type(error).__name__}: {error}"
    return f"this is a bug: {what}; report it with what --debug prints", _BUG


def _one_line(error: click.ClickException) -> str:
    """What click has to say about an argument, as everything else here is said."""
    # click lays out lists with line feeds and tabs
    message = " ".join(error.format_message().removesuffix(".").split())
    message = message[:1].lower() + message[1:]
    context = getattr(error, "ctx", None)
    if context is None or context.command is cli:
        return message
    return f"{message}; see {context.command_path} --help"
