"""Where the password comes from: never from an argument, and never from two places."""

from __future__ import annotations

import os
import stat
import sys
from functools import cache
from typing import TYPE_CHECKING

import click

from readiness.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from readiness.command.settings.settings import LiveSettings

_VARIABLE = "READINESS_PASSWORD"


@cache
def environment_password() -> str | None:
    """The password in the environment, which from now on does not have it any more.

    Called before any process is started: each would inherit it.
    """
    return os.environ.pop(_VARIABLE, None)


def password_of(settings: LiveSettings) -> Callable[[], str] | None:
    """A way to the password, which asks for it but once; None if there is none.

    Raises:
        UsageError: it is in two places.
    """
    path = settings.password_file
    if path and settings.password_stdin:
        raise UsageError("the password comes from --password-file or --password-stdin, not both")
    if settings.auth == "anonymous" or (settings.auth == "kerberos" and not settings.user):
        return None
    if path:
        return cache(lambda: _from_file(path))
    if settings.password_stdin:
        # only the line end is taken off: a password may end with a blank
        return cache(lambda: sys.stdin.readline().rstrip("\r\n"))
    password = environment_password()
    if password is not None:
        return lambda: password
    # a user of Kerberos has a ticket, mostly
    if settings.auth != "kerberos" and sys.stdin.isatty():
        return cache(lambda: str(click.prompt("Password", hide_input=True, err=True)))
    return None


def _from_file(path: Path) -> str:
    """The first line of a file."""
    try:
        with path.open(encoding="utf-8") as file:
            mode = os.fstat(file.fileno()).st_mode
            # on Windows the mode says nothing of who may read a file
            if os.name == "posix" and mode & (stat.S_IRGRP | stat.S_IROTH):
                click.echo(f"readiness: others can read {path}: chmod 600 {path}", err=True)
            return file.readline().rstrip("\r\n")
    except (OSError, ValueError) as error:
        raise UsageError(f"the password file {path} cannot be read: {error}") from error
