"""Looks for the readiness.toml that is in force: here, or in the folders above."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from readiness.command.config_file.reader import NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT_MARKS = (".git", ".hg", ".svn")
"""What the root of a repository holds."""


class Search(NamedTuple):
    """What a search came upon."""

    path: Path | None
    """The nearest file, as seen from the folder where the search began; None if there is none."""
    foreign: tuple[Path, ...]
    """Files that were passed over since another user owns them."""


def search(start: Path) -> Search:
    """Look for a file in a folder and those above it.

    The search ends with the root of the repository, or the home folder, whichever comes first.
    A file that another user owns is passed over: it can name check files, which are code.
    """
    foreign: list[Path] = []
    for folder in _upwards(start):
        path = folder / NAME
        if not path.is_file():
            continue
        # relative, since reports name the file, and are the same wherever a checkout lies
        shown = Path(os.path.relpath(path, start))
        if _is_ours(path):
            return Search(shown, tuple(foreign))
        foreign.append(shown)
    return Search(None, tuple(foreign))


def _upwards(start: Path) -> Iterator[Path]:
    """The folders to search, from the inside out."""
    home = _home()
    for folder in (start, *start.parents):
        yield folder
        holds_home = home is not None and home.is_relative_to(folder)
        if holds_home or any((folder / mark).exists() for mark in _ROOT_MARKS):
            return


def _home() -> Path | None:
    try:
        return Path.home().resolve()
    except (RuntimeError, OSError):  # a service may have none
        return None


def _is_ours(path: Path) -> bool:
    """Whether the file belongs to who runs the command; Windows has its own protection."""
    return os.name != "posix" or path.stat().st_uid == os.geteuid()
