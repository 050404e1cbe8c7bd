"""The process of the command: it deals with signals before it loads what takes a while."""

from __future__ import annotations

import gc
import os
import signal
import sys

from readiness.errors import Interruption

TYPE_CHECKING = False  # as in `readiness`

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

_INCOMPLETE = 3
_INTERRUPTED = 130
_ENDING_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGBREAK")
"""What asks a process to end; not every system has all of them."""


def main() -> NoReturn:
    """Run the command line; every way out has its exit status."""
    # a scan makes millions of small things, and none that hold each other: to look for such among
    # every 700 new ones, as Python does, finds nothing and takes a tenth of the time
    gc.set_threshold(100_000)
    try:
        for ending in _ending_signals():
            # whoever starts a command with nohup wants it to outlive the terminal
            if signal.getsignal(ending) is not signal.SIG_IGN:
                signal.signal(ending, _interrupt)
        from readiness.command import ways_out  # noqa: PLC0415 - signals come first

        status = ways_out.run()
    except Interruption:  # perhaps before there is anything else to say it with
        status = _ended("interrupted", _INTERRUPTED)
    except MemoryError:
        advice = "scan with fewer --jobs, or with more memory"
        status = _ended(f"the memory is full: {advice}", _INCOMPLETE)
    # all is done: an interruption could only change the status on the way out
    _ignore_signals(signal.SIG_IGN)
    # on its way out Python looks for circles among all that a scan has loaded, some of which takes
    # longer than to find what is wrong in a small directory: what is frozen it passes over
    gc.freeze()
    sys.exit(status)


def _ended(why: str, status: int) -> int:
    """Say in one line why it ends; returns the exit status."""
    try:
        # not print: this needs no stream, no buffer and hardly any memory
        os.write(2, f"readiness: {why}\n".encode())
    except OSError:
        return status  # nobody can hear it
    return status


def _ending_signals() -> list[signal.Signals]:
    return [getattr(signal, name) for name in _ENDING_SIGNALS if hasattr(signal, name)]


def _interrupt(*_: object) -> NoReturn:
    """End as on Ctrl-C, which removes the temporary folder; a second signal changes nothing."""
    # not SIG_IGN: a process that is being started would inherit it, and never end
    _ignore_signals(_ignore)
    # a generator that is thrown away while it waits may complain, but the reason is known
    sys.unraisablehook = _ignore
    raise Interruption


def _ignore_signals(how: Callable[..., None] | signal.Handlers) -> None:
    for ending in _ending_signals():
        signal.signal(ending, how)


def _ignore(*_: object) -> None:
    """Do nothing."""
