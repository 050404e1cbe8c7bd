"""The commit that a release is made of: its files, its version and its time."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
_PICTURE = re.compile(r"(!\[[^\]]*\]\()(?!https:|#)([^)]+\))")
_LINK = re.compile(r"((?<!!)\[[^\]]*\]\()(?!https:|#)([^)]+\))")


@dataclass(frozen=True)
class Release:
    """What all files of a release have in common."""

    version: str
    epoch: int
    """The time of the commit, in seconds, which stands for all times in the files."""
    address: str | None
    """The https address of the repository, without a slash at its end; None while it has none."""

    @classmethod
    def of_checkout(cls, address: str | None) -> Release:
        """The release that the checkout would make."""
        project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
        return cls(project["version"], int(_git("log", "-1", "--format=%ct")), address)

    @property
    def licence(self) -> Path:
        """The text that travels with every file."""
        return ROOT / "LICENSE"

    @property
    def files_address(self) -> str:
        """Where the files of this release are to be loaded from."""
        return f"{self.address}/releases/download/v{self.version}"

    def copy_into(self, folder: Path) -> Path:
        """Copy the files of the checkout that git knows, and nothing that lies beside them."""
        target = folder / "source"
        for name in _tracked():
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, path)
            path.chmod(0o644)
        readme = target / "README.md"
        readme.write_text(self._absolute(readme.read_text("utf-8")), "utf-8")
        return target

    def _absolute(self, text: str) -> str:
        """A page whose links lead to the repository, for those who read it elsewhere."""
        if self.address is None:
            return text
        text = _PICTURE.sub(rf"\1{self.address}/raw/v{self.version}/\2", text)
        return _LINK.sub(rf"\1{self.address}/blob/v{self.version}/\2", text)


def _tracked() -> Iterator[str]:
    for name in _git("ls-files", "-z").split("\0"):
        if name and (ROOT / name).is_file():
            yield name


def _git(*arguments: str) -> str:
    command = ["git", "-C", str(ROOT), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
