"""readiness.pyz: everything in one file that any Python of any platform runs.

https://docs.python.org/3/library/zipapp.html
"""

from __future__ import annotations

import shutil
import zipfile
from typing import TYPE_CHECKING

from archives import write_zip
from offline_bundle import wheels_for_here

if TYPE_CHECKING:
    from pathlib import Path

    from source import Release

_SHEBANG = b"#!/usr/bin/env python3\n"
_COMPILED = {".so", ".pyd"}
_NOT_NEEDED = {"test_psl.txt"}
"""Half a megabyte that only the tests of a library read."""
_MAIN = """\
import sys

if sys.version_info < (3, 11):
    sys.exit("readiness: this needs Python 3.11 or newer, and not %d.%d" % sys.version_info[:2])

from readiness.command.main import main

if __name__ == "__main__":
    main()
"""


def build(release: Release, scratch: Path, into: Path) -> None:
    """Unpack the wheels into one archive, without what is compiled for one platform.

    markupsafe has the same in Python: https://github.com/pallets/markupsafe
    """
    folder = scratch / "single"
    for wheel in wheels_for_here(release, scratch / "single-wheels", into):
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(folder)
    for path in folder.rglob("*"):
        if path.suffix in _COMPILED or path.name in _NOT_NEEDED:
            path.unlink()
    shutil.rmtree(folder / "bin", ignore_errors=True)
    (folder / "__main__.py").write_text(_MAIN, "utf-8", newline="\n")
    archive_path = scratch / "single.zip"
    write_zip(archive_path, folder, release.epoch)
    path = into / f"readiness-{release.version}.pyz"
    path.write_bytes(_SHEBANG + archive_path.read_bytes())
    path.chmod(0o755)
