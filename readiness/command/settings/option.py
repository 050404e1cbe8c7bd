"""An option that has a variable of the environment, and a key in a table of readiness.toml."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from readiness.command.config_file.reader import Key, Keys

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

EXPORT: click.ParamType[Path] = click.Path(path_type=Path)
"""A file, or a folder of files."""
FILE: click.ParamType[Path] = click.Path(dir_okay=False, path_type=Path)
SOURCE: click.ParamType[str] = click.Path(allow_dash=True, readable=False)
"""A source of a scan; whether it can be read is found out, and told, when it is read."""
_BETWEEN_TEXTS = re.compile(r"\s*[;\n]\s*")
_BETWEEN_NAMES = re.compile(r"[\s,;]+")
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_SHOWN_MAX = 20
"""An error message shows so many characters of a value."""


class Text(click.ParamType[str]):
    """A text; a variable of the environment holds several of them with semicolons between."""

    name = "text"

    def split_envvar_value(self, rv: str) -> Sequence[str]:
        """The texts in the value of a variable."""
        return [text for text in _BETWEEN_TEXTS.split(rv.strip()) if text]


class Names(click.ParamType[tuple[str, ...]]):
    """Names with commas between, as one value; in readiness.toml also a list."""

    name = "names"

    def convert(
        self,
        value: str | Sequence[str],
        param: click.Parameter | None,  # noqa: ARG002 - the signature of click
        ctx: click.Context | None,  # noqa: ARG002 - the signature of click
    ) -> tuple[str, ...]:
        """The names, without blanks around."""
        names = _BETWEEN_NAMES.split(value) if isinstance(value, str) else value
        return tuple(name.strip() for name in names if name.strip())


class WholeNumber(click.ParamType[int]):
    """A whole number in a range, which an error message tells."""

    name = "whole number"

    def __init__(self, least: int, most: int | None = None) -> None:
        """Take the range, both ends included."""
        self.least = least
        self.most = most

    def convert(
        self, value: str | int, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """The number.

        Raises:
            click.BadParameter: it is none, or out of range.
        """
        digits = str(value).strip()
        # not every text of digits is a number to Python: it refuses 4,300 of them
        number = int(digits) if _NUMBER.fullmatch(digits) else None
        if number is None or number < self.least or number > (self.most or number):
            upwards = f"to {self.most:,}" if self.most else "or more"
            shown = digits[:_SHOWN_MAX]
            self.fail(f"“{shown}” is no whole number, {self.least:,} {upwards}", param, ctx)
        return number


class Option(click.Option):
    """An option of a scan; with a table, it may also stand in readiness.toml."""

    def __init__(
        self, *names: Any, table: str | None = None, key: str = "", group: str = "", **given: Any
    ) -> None:
        """Take the table, the key if it is not the name of the option, and a group of the help."""
        super().__init__(*names, **given)
        self.long_name = max(self.opts, key=len)
        self.table = table
        self.key = key or self.long_name.removeprefix("--")
        self.group = group or table or ""
        self.is_taken = True
        """Whether it may stand on the command line of its command."""
        if table and self.envvar is None:
            self.envvar = variable(self.long_name)

    def leave_out(self) -> None:
        """Take it from the command line; the environment and readiness.toml serve all commands."""
        self.is_taken, self.hidden = False, True

    def consume_value(
        self, ctx: click.Context, opts: Mapping[str, click.Parameter]
    ) -> tuple[Any, ParameterSource]:
        """The value of the option, and where it is from.

        Raises:
            click.UsageError: it is from the command line, and the command does not heed it.
        """
        value, source = super().consume_value(ctx, opts)
        # not left to the parser, which would guess what was meant by an option that there is
        if source is ParameterSource.COMMANDLINE and not self.is_taken:
            raise click.UsageError(
                f"{ctx.command_path} takes no {self.long_name}: that is an option of scan", ctx
            )
        return value, source

    def get_error_hint(self, ctx: click.Context | None) -> str:  # noqa: ARG002 - as above
        """What an error message calls the option: also the variable, if that is set."""
        is_set = isinstance(self.envvar, str) and self.envvar in os.environ
        return f"{self.long_name} ({self.envvar})" if is_set else self.long_name

    def as_key(self) -> Key:
        """The option as a key of the file."""
        key = Key(
            self.name or "",
            "text",
            is_path=isinstance(self.type, click.Path),
            description=self.help or "",
        )
        if isinstance(self.type, Names):
            return key._replace(form="text or texts")
        if self.multiple:
            return key._replace(form="texts")
        if self.is_flag:
            return key._replace(form="flag")
        if isinstance(self.type, WholeNumber):
            return key._replace(form="number", least=self.type.least, most=self.type.most)
        if isinstance(self.type, click.Choice):
            return key._replace(choices=tuple(map(str, self.type.choices)))
        return key


def variable(long_name: str) -> str:
    """The variable of the environment for an option."""
    return f"READINESS_{long_name.removeprefix('--').upper().replace('-', '_')}"


def option(*names: str, table: str | None = None, **given: Any) -> Decorator:
    """An Option; a repeated one takes texts, unless another type is given."""
    if given.get("multiple") and "type" not in given:
        given["type"] = Text()
    return click.option(*names, cls=Option, table=table, **given)


def flag(*names: str, **given: Any) -> Decorator:
    """An Option without a value."""
    return option(*names, is_flag=True, **given)


def options_of(command: click.Command) -> list[Option]:
    """The options of a scan that a command takes, in their order."""
    return [parameter for parameter in command.params if isinstance(parameter, Option)]


def keys_of(command: click.Command) -> Keys:
    """The keys of readiness.toml behind which there are options of a command, by table."""
    keys: Keys = {}
    for parameter in options_of(command):
        if parameter.table:
            keys.setdefault(parameter.table, {})[parameter.key] = parameter.as_key()
    return keys
