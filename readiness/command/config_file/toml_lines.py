"""Where the keys of readiness.toml stand, which the parser does not tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

from readiness.command.config_file.origin import Origin
from readiness.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_HEADER = re.compile(r"\s*\[\[?\s*([\w.\"'-]+)\s*\]")
_KEY = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*[=.]""")

Keys = tuple[str, ...]
"""The way to a key: its table, and its name; of a table, its name alone."""


class TomlLines:
    """The lines of the keys of one file."""

    def __init__(self, path: Path, text: str) -> None:
        """Look for the keys in the text of a file."""
        self._path = path
        # a line is only searched for its beginning: a key inside a text of several lines may be
        # taken for one, and then an error names a line too early
        self._lines = dict(_placed_keys(text))

    def __contains__(self, at: Keys) -> bool:
        return at in self._lines

    def origin(self, *at: str) -> Origin:
        """The file and line of a key, of its table where the key cannot be found, or line 1."""
        line = self._lines.get(at) or self._lines.get(at[:1]) or 1
        return Origin("file", f"{self._path}:{line}")

    def refuse(self, at: Keys, message: str) -> NoReturn:
        """Say what is wrong with the value of a key.

        Raises:
            UsageError: always.
        """
        raise UsageError(f"{self.origin(*at).place}: {message}")


def _placed_keys(text: str) -> Iterator[tuple[Keys, int]]:
    """The lines of tables and keys; suppressions are numbered, since they share a name."""
    table, suppressions = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        header = _HEADER.match(line)
        key = _KEY.match(line)
        if header:
            table = header[1]
            if table == "suppress":
                table = suppression_key(suppressions)
                suppressions += 1
            yield (table,), number
        elif key:
            name = next(group for group in key.groups() if group is not None)
            yield ((table, name) if table else (name,)), number


def suppression_key(number: int) -> str:
    """What the table of a suppression is called here; the first one has the number 0."""
    return f"suppress {number}"
