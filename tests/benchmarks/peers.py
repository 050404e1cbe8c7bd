"""Reads an LDIF file with another library and does nothing with it, to have a yardstick.

`python -m tests.benchmarks.peers FILE` reads a file; without one, it says which library is there.
The packages python-ldap and ldif both have a module called `ldif`, so an environment holds one.
"""

import importlib
import sys
from pathlib import Path
from typing import Any


def library() -> Any:
    """The module, or None where neither package is installed."""
    try:
        return importlib.import_module("ldif")
    except ImportError:
        return None


def name_of(ldif: Any) -> str:
    """The package that the module is of."""
    if ldif is None:
        return ""
    return "python-ldap" if hasattr(ldif, "LDIFRecordList") else "ldif"


def entries(ldif: Any, path: Path) -> int:
    """The number of entries that the library finds."""
    with path.open("rb") as file:
        if name_of(ldif) == "ldif":
            return sum(1 for _ in ldif.LDIFParser(file).parse())
        parser = counting(ldif.LDIFParser)(file)
        parser.parse()
    return int(parser.entries)


def counting(parser: Any) -> Any:
    """python-ldap's parser, which hands each entry to a method."""

    class Counting(parser):  # type: ignore[misc]  # a class of a library without types
        entries = 0

        def handle(self, *_: object) -> None:
            self.entries += 1

    return Counting


def main() -> None:
    ldif = library()
    told = entries(ldif, Path(sys.argv[1])) if sys.argv[1:] else name_of(ldif)
    sys.stdout.write(f"{told}\n")


if __name__ == "__main__":
    main()
