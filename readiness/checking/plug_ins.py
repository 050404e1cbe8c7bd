"""Finds the modules that installed packages declare to have checks."""

from __future__ import annotations

import os
import sys
from importlib.machinery import PathFinder
from pathlib import Path

GROUP = "readiness.checks"
_OURS = "entra_readiness"
"""The distribution of this package, as the folder is called that says what it declares."""
_METADATA = (".dist-info", ".egg-info")
_METADATA_IN_EGG = "egg-info"


def plug_ins() -> tuple[str, ...]:
    """The names of the modules and packages with checks, perhaps the built-in one among them.

    https://packaging.python.org/en/latest/specifications/entry-points/
    """
    if not _may_have_plugins():
        return ()
    # not above: to import it takes a tenth of the time of a small scan, and few have plug-ins
    from importlib.metadata import entry_points  # noqa: PLC0415

    return tuple(point.value for point in entry_points(group=GROUP))


def _may_have_plugins() -> bool:
    """Whether some package beside this one may declare checks; True wherever that is not sure."""
    finders = {finder for finder in sys.meta_path if hasattr(finder, "find_distributions")}
    # another finder may know packages in places that cannot be looked into from here
    return finders != {PathFinder} or any(map(_may_declare, map(Path, sys.path)))


def _may_declare(folder: Path) -> bool:
    """Whether a package other than this one, installed in a folder, may declare checks."""
    if not folder.is_dir():
        return folder.exists()  # an archive, which only the standard library looks into
    try:
        with os.scandir(folder) as found:
            names = [item.name for item in found if _is_metadata(item.name.lower())]
        return any(_declares(folder / name / "entry_points.txt") for name in names)
    except OSError:
        return True  # the standard library may know better


def _is_metadata(name: str) -> bool:
    return name.endswith(_METADATA) or name == _METADATA_IN_EGG


def _declares(file: Path) -> bool:
    distribution = file.parent.name.removesuffix(".egg-info").partition("-")[0]
    # the word alone will do: a wrong yes only costs the time of asking the standard library
    return distribution != _OURS and file.is_file() and GROUP.encode() in file.read_bytes()
