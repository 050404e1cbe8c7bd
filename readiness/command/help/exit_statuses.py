"""What the help of every command ends with: examples, and the statuses that it may end with."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import click

    Command = TypeVar("Command", bound=click.Command)

_WRONG = {2: "an option or a file is wrong"}
WRONG_SETTING = "an option, a configuration or a check file is wrong"
"""Of a command that ends with 3, and not with 2, where a file that it scans cannot be read."""
PRINTED = {0: "it is printed"}
"""Of a command that only prints what it knows."""
_WIDTH = 78
"""So wide is the help of click."""


def ends_with(statuses: Mapping[int, str], *examples: str) -> Callable[[Command], Command]:
    """Let a command say with which statuses it may end, beside 2, which all of them may."""
    lines = [
        fill(f"{status}  {meaning}", _WIDTH, initial_indent="  ", subsequent_indent=" " * 5)
        for status, meaning in sorted((_WRONG | dict(statuses)).items())
    ]
    sections = {"Examples": [f"  {example}" for example in examples], "Exit status": lines}
    # \b keeps click from joining the lines of a paragraph
    epilog = "\n\n".join(
        "\n".join(["\b", f"{title}:", *told]) for title, told in sections.items() if told
    )

    def with_epilog(command: Command) -> Command:
        command.epilog = epilog
        return command

    return with_epilog
