"""A folder of wheels for each platform, which pip installs from without the Internet."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from archives import write_zip
from bill_of_materials import write_bill
from checksums import write as write_checksums
from python_packages import pure_wheel

if TYPE_CHECKING:
    from pathlib import Path

    from source import Release

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
_DISTRIBUTION = "entra-readiness"
_README = """\
readiness {version}, for computers without the Internet: {platform}, Python {pythons}

{command}  makes the environment "venv" beside itself and installs from this folder alone.

By hand: python -m pip install --no-index --find-links . {distribution}
SHA256SUMS has the hash of each file.
"""
_INSTALL_CMD = """\
@echo off
rem Installs readiness from this folder alone, into "venv" beside it.
setlocal
set "here=%~dp0"
py -3 -m venv "%here%venv" || exit /b 1
"%here%venv\\Scripts\\python.exe" -m pip install --quiet --disable-pip-version-check ^
  --no-index --find-links "%here%." {distribution} || exit /b 1
echo Now run: "%here%venv\\Scripts\\readiness.exe" scan export.ldf --report readiness.html
"""
_INSTALL_SH = """\
#!/bin/sh
# Installs readiness from this folder alone, into "venv" beside it.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
python3 -m venv "$here/venv"
"$here/venv/bin/python" -m pip install --quiet --disable-pip-version-check \\
  --no-index --find-links "$here" {distribution}
echo "Now run: $here/venv/bin/readiness scan export.ldif --report readiness.html"
"""


@dataclass(frozen=True)
class Platform:
    """Computers that take the same wheels."""

    name: str
    tags: tuple[str, ...]

    @property
    def is_windows(self) -> bool:
        """Whether its scripts are for cmd."""
        return self.name.startswith("win")


PLATFORMS = (
    Platform("win_amd64", ("win_amd64",)),
    Platform("macosx_11_0_arm64", ("macosx_11_0_arm64",)),
    Platform("manylinux2014_x86_64", ("manylinux2014_x86_64", "manylinux_2_17_x86_64")),
)


def build(release: Release, scratch: Path, into: Path) -> None:
    """Build the bundle of each platform, and the bill of what they hold."""
    wheels: set[Path] = set()
    for platform in PLATFORMS:
        name = f"readiness-{release.version}-offline-{platform.name}"
        folder = scratch / name
        folder.mkdir()
        for python in PYTHONS:
            _download(release, platform, python, folder, into)
        wheels |= set(folder.glob("*.whl"))
        _write_installer(release, platform, folder)
        write_checksums(folder)
        write_zip(into / f"{name}.zip", folder, release.epoch, top=f"{name}/")
    write_bill(release, wheels, into / "sbom.cdx.json")


def wheels_for_here(release: Release, folder: Path, into: Path) -> list[Path]:
    """The wheels that any Python of this platform takes, loaded into a folder."""
    folder.mkdir()
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--only-binary=:all:"]
    wheel = str(pure_wheel(release, into))
    subprocess.run([*command, "--dest", str(folder), wheel], check=True)
    return sorted(folder.glob("*.whl"))


def _download(release: Release, platform: Platform, python: str, folder: Path, into: Path) -> None:
    """Let pip choose as it would on such a computer; our own wheels are those just built."""
    command = [
        *(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"),
        *("--only-binary=:all:", "--implementation=cp", f"--python-version={python}"),
        *(f"--platform={tag}" for tag in platform.tags),
        *("--find-links", str(into), "--dest", str(folder)),
        f"{_DISTRIBUTION}=={release.version}",
    ]
    subprocess.run(command, check=True)


def _write_installer(release: Release, platform: Platform, folder: Path) -> None:
    command, text, newline = "install.sh", _INSTALL_SH, "\n"
    if platform.is_windows:
        command, text, newline = "install.cmd", _INSTALL_CMD, "\r\n"
    script = folder / command
    script.write_text(text.format(distribution=_DISTRIBUTION), "utf-8", newline=newline)
    script.chmod(0o755)
    readme = _README.format(
        version=release.version,
        platform=platform.name,
        pythons=f"{PYTHONS[0]} to {PYTHONS[-1]}",
        command=command,
        distribution=_DISTRIBUTION,
    )
    (folder / "README.txt").write_text(readme, "utf-8", newline=newline)
    shutil.copyfile(release.licence, folder / "LICENSE")
