"""The errors that people meet, each with the exit status that it ends the program with."""

from __future__ import annotations


class Interruption(BaseException):
    """A signal asks the program to end.

    No KeyboardInterrupt: click makes an empty line of one, and Python itself, if one went through
    `exec`, as in a dataclass, ends by a signal in the place of the exit status.
    """


class ReadinessError(Exception):
    """Something that the person at the keyboard can mend; its text says how."""

    status = 2


class UsageError(ReadinessError):
    """An option, a configuration file or a check file is wrong."""


class SourceError(ReadinessError):
    """A source could not be read, or not to its end."""

    status = 3


class WorkerDied(ReadinessError):
    """A process that took part in a scan died."""

    status = 3


class CheckFailure(Exception):
    """What a check did that runs in a process of its own; the text is told as it is."""

    def __init__(self, text: str, dn: str = "", *, is_final: bool = False) -> None:
        """Take the DN of the entry that it is about, and whether it is no use to ask again."""
        super().__init__(text)
        self.dn = dn
        self.is_final = is_final


def told(error: BaseException) -> str:
    """What anybody's code raised, in words; there is no trusting its text to be one."""
    try:
        return f"{type(error).__name__}: {error}".removesuffix(": ")
    except BaseException:  # noqa: BLE001 - as said
        return type(error).__name__


CRASHES = (Exception, SystemExit)
"""What a check may raise, since it may be anybody's; the scan goes on, and is incomplete."""
