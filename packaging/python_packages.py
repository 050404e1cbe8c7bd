"""The wheel for every platform, the wheel with compiled loops, and the sdist."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from typing import TYPE_CHECKING

from archives import write_tar

if TYPE_CHECKING:
    from pathlib import Path

    from source import Release


def build(release: Release, scratch: Path, into: Path) -> None:
    """Build the three from a copy of the checkout."""
    source = release.copy_into(scratch / "packages")
    _build(source, into, "--wheel", READINESS_PURE="1")
    # of the folder that it was compiled in, nothing may remain; where there is no compiler, this
    # is the same wheel once more
    _build(source, into, "--wheel", CFLAGS=f"-g0 -ffile-prefix-map={source}=.")
    loose = scratch / "sdist"
    loose.mkdir()
    _build(source, loose, "--sdist")
    [sdist] = loose.glob("*.tar.gz")
    _repack(sdist, scratch / "unpacked", into / sdist.name, release.epoch)


def pure_wheel(release: Release, folder: Path) -> Path:
    """The wheel for every platform, built before."""
    return folder / f"entra_readiness-{release.version}-py3-none-any.whl"


def _build(source: Path, into: Path, what: str, **environment: str) -> None:
    command = [sys.executable, "-m", "build", what, "--no-isolation", "--outdir", str(into)]
    subprocess.run(
        [*command, str(source)], check=True, env=os.environ | environment, stdout=subprocess.DEVNULL
    )


def _repack(sdist: Path, folder: Path, path: Path, epoch: int) -> None:
    """Pack an sdist again, whose files have the times and owners of where they were copied."""
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    write_tar(path, folder, epoch)
