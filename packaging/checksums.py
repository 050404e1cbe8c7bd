"""SHA256SUMS: what `sha256sum --check` and a careful person compare the files with."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

NAME = "SHA256SUMS"


def sha256(path: Path) -> str:
    """The hash of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write(folder: Path) -> None:
    """Write the hashes of all files of a folder into it."""
    files = sorted(path for path in folder.iterdir() if path.is_file() and path.name != NAME)
    lines = [f"{sha256(path)}  {path.name}\n" for path in files]
    (folder / NAME).write_text("".join(lines), "utf-8", newline="\n")
