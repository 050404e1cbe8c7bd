"""What somebody sees who starts the program with the mouse on Windows: more than a flash."""

from __future__ import annotations

import ctypes

import click

_HINT = """
This program is told what to do on a command line. Type “powershell” into the address bar of the
folder that it lies in, press Enter, and write:

  .\\readiness.exe scan export.ldf --domain contoso.com --report readiness.html
"""


def wait_if_double_clicked() -> None:
    """Keep a console open that would close with this process, and say what to do instead."""
    if _is_alone_in_console():
        click.echo(_HINT)
        click.pause("Press any key to close this window.")


def _is_alone_in_console() -> bool:
    """Whether no shell waits for this process: the console was opened for it.

    https://learn.microsoft.com/windows/console/getconsoleprocesslist
    """
    libraries = getattr(ctypes, "windll", None)  # Windows has it
    if libraries is None:
        return False
    # room for two is enough: of more processes, the call still returns the number
    processes = (ctypes.c_uint32 * 2)()
    return bool(libraries.kernel32.GetConsoleProcessList(processes, 2) == 1)
