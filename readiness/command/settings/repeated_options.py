"""The options that another command has to repeat, to find what a scan found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from readiness.command.config_file.origin import Origin
    from readiness.command.settings.option import Option

_DECIDING = frozenset({"scan", "plan", "tenant", "live"})
"""The groups of options that decide what is read, and what is found in it."""
_ALSO = frozenset({"severities"})
_HARMLESS = frozenset({"by", "dry_run", "jobs", "preview"})
_SECRET = frozenset({"password_file", "password_stdin"})
"""Where a password is from is for whoever signs in to say, not for a report."""


def repeated_options(
    options: Iterable[Option], given: Mapping[str, Any], origins: Mapping[str, Origin]
) -> dict[str, tuple[str, ...]]:
    """The words of those that stood on the command line or in the environment, by name.

    What readiness.toml says, it says to the other command, too.
    """
    return {
        option.name: tuple(_words(option.long_name, given[option.name]))
        for option in options
        if option.name
        and origins[option.name].kind in {"command line", "environment"}
        and (option.group in _DECIDING or option.name in _ALSO)
        and option.name not in _HARMLESS | _SECRET
    }


def _words(name: str, value: Any) -> Iterator[str]:
    if value is True:
        yield name
    elif isinstance(value, tuple):
        # `a,b` where one value is a list of names, and else the option once a value
        values = [",".join(value)] if name == "--exported-attributes" else value
        for each in values:
            yield from (name, str(each))
    elif value not in (None, False):
        yield from (name, str(value))
