"""Archives with the same bytes for the same content: sorted, of one time, of nobody."""

from __future__ import annotations

import gzip
import tarfile
import time
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_FILE, _PROGRAM = 0o644, 0o755
_REGULAR = 0o100000


def write_zip(path: Path, folder: Path, epoch: int, *, top: str = "") -> None:
    """Pack all files of a folder; `top` is the folder that they unpack into."""
    moment = time.gmtime(epoch)[:6]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in _files(folder):
            entry = zipfile.ZipInfo(f"{top}{file.relative_to(folder).as_posix()}", moment)
            entry.external_attr = (_REGULAR | _mode(file)) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # the system whose modes these are, also when Windows packs
            archive.writestr(entry, file.read_bytes())


def write_tar(path: Path, folder: Path, epoch: int, *, top: str = "") -> None:
    """Pack all files of a folder with gzip; `top` is the folder that they unpack into."""
    with (
        path.open("wb") as file,
        gzip.GzipFile("", "wb", mtime=epoch, fileobj=file) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for one in _files(folder):
            entry = archive.gettarinfo(str(one), f"{top}{one.relative_to(folder).as_posix()}")
            entry.mtime, entry.mode = epoch, _mode(one)
            entry.uid = entry.gid = 0
            entry.uname = entry.gname = ""
            if entry.issym():
                archive.addfile(entry)
                continue
            with one.open("rb") as content:
                archive.addfile(entry, content)


def _files(folder: Path) -> Iterable[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_symlink() or path.is_file())


def _mode(path: Path) -> int:
    return _PROGRAM if path.lstat().st_mode & 0o100 else _FILE
