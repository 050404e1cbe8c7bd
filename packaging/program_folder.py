"""The program that needs no Python: a folder that PyInstaller makes for the platform it runs on.

A folder and no single file: one that unpacks itself on each start takes five times as long to
start, and virus scanners distrust it. https://pyinstaller.org/en/stable/operating-mode.html
"""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import TYPE_CHECKING

from archives import write_tar, write_zip
from source import ROOT

if TYPE_CHECKING:
    from source import Release

HERE = Path(__file__).resolve().parent
_IS_WINDOWS = sys.platform == "win32"
_SYSTEMS = {"win32": "windows", "darwin": "macos"}
_MACHINES = {"amd64": "x64"}
_LEFT_OUT = ("tkinter", "unittest", "pydoc", "doctest", "lib2to3", "distutils", "setuptools")
_WITH_VERSIONS = ("entra-readiness", "click", "jinja2", "ldap3", "publicsuffixlist")
"""Packages whose version is looked up while the program runs."""


def name_here(release: Release) -> str:
    """The name of the archive, such as `readiness-0.1.0-windows-x64.zip`."""
    machine = platform.machine().lower()
    system = _SYSTEMS.get(sys.platform, "linux")
    kind = _MACHINES.get(machine, machine) if _IS_WINDOWS else machine
    return f"readiness-{release.version}-{system}-{kind}.{'zip' if _IS_WINDOWS else 'tar.gz'}"


def build(release: Release, scratch: Path, into: Path) -> None:
    """Make the folder from the wheel just built, in an environment of its own, and pack it."""
    python = _environment(release, scratch, into)
    work = scratch / "program"
    subprocess.run(
        [
            *(str(python), "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level=WARN"),
            *("--onedir", "--console", "--noupx", "--name=readiness"),
            *(f"--distpath={work}", f"--workpath={work}-work", f"--specpath={work}-work"),
            *("--collect-all=readiness", "--collect-all=readiness_checks"),
            "--collect-data=publicsuffixlist",
            *(f"--copy-metadata={name}" for name in _WITH_VERSIONS),
            *(f"--exclude-module={name}" for name in _LEFT_OUT),
            *_version_resource(release, scratch),
            str(HERE / "program_main.py"),
        ],
        check=True,
    )
    folder = work / "readiness"
    _add_papers(folder)
    _add_manual(folder)
    path = into / name_here(release)
    (write_zip if _IS_WINDOWS else write_tar)(path, folder, release.epoch, top="readiness/")


def _environment(release: Release, scratch: Path, into: Path) -> Path:
    """A Python with the tool and PyInstaller, and nothing else that could be swept in."""
    folder = scratch / "program-environment"
    venv.create(folder)
    python = folder / ("Scripts/python.exe" if _IS_WINDOWS else "bin/python")
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    requirements = (HERE / "requirements.txt").read_text("utf-8").splitlines()
    [pyinstaller] = [line for line in requirements if line.startswith("pyinstaller==")]
    # with compiled loops where they were built
    wheel = f"entra-readiness=={release.version}"
    subprocess.run([*pip, "--find-links", str(into), pyinstaller, wheel], check=True)
    return python


def _version_resource(release: Release, scratch: Path) -> list[str]:
    """What Windows shows under “Details”; a program without it looks like one of nobody."""
    if not _IS_WINDOWS:
        return []
    numbers = (*map(int, release.version.split(".")), 0)
    text = (HERE / "version_resource.txt").read_text("utf-8")
    path = scratch / "version_resource.txt"
    path.write_text(text.format(numbers=numbers, version=release.version), "utf-8")
    return [f"--version-file={path}"]


def _add_papers(folder: Path) -> None:
    for name in ("LICENSE", "README.md"):
        shutil.copyfile(ROOT / name, folder / name)


def _add_manual(folder: Path) -> None:
    """The manual pages, written by the program itself: the first thing that it is seen to do."""
    program = folder / ("readiness.exe" if _IS_WINDOWS else "readiness")
    subprocess.run([str(program), "man", "--into", str(folder / "man" / "man1")], check=True)
