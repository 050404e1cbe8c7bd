"""The errors that people meet, each with the exit status that it ends the program with."""

from __future__ import annotations


class ReadinessError(Exception):
    """Something that the person at the keyboard can mend; its text says how."""

    status = 2


class UsageError(ReadinessError):
    """An option, a configuration file or a check file is wrong."""


class SourceError(ReadinessError):
    """A source could not be read, or not to its end."""

    status = 3


CRASHES = (Exception, SystemExit)
"""What a check may raise, since it may be anybody's; the scan goes on, and is incomplete."""
