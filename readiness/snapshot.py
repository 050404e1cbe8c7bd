"""Keeps what a scan of a live directory would read as an LDIF file, to be scanned instead."""

from __future__ import annotations

import gzip
import os
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, NamedTuple, cast

from readiness.errors import SourceError, UsageError
from readiness.sources.blocks import READ_ERRORS, as_utf8, cut
from readiness.sources.facts import Named, declared
from readiness.sources.ldap import LiveSource
from readiness.sources.ldif import Change, Record, records
from readiness.values import text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from readiness.sources.options import LiveOptions

_GZIP_LEVEL = 6
_OTHER = 80
"""The LDAP result code that stands for every reason why a search ended early."""
_DECLARING = frozenset({"objectclass", "upnsuffixes", "ncname", "dnsroot", "netbiosname"})


class Snapshot(NamedTuple):
    """What was written."""

    path: Path
    entries: int
    octets: int
    """Of LDIF, before compression."""
    warnings: tuple[str, ...]
    requests: int
    seconds: float
    """How long we waited for the server."""


def snapshot(
    options: LiveOptions,
    path: Path,
    progress: Callable[[int, int], None] = lambda *_: None,
) -> Snapshot:
    """Write a file that only its owner can read; compressed if its name ends in `.gz`.

    `progress` is told the entries and octets so far.

    Raises:
        SourceError: the directory could not be read, or not to its end. What was read is in the
            file, and a scan of the file says that it is incomplete.
        UsageError: the file cannot be written.
    """
    source = LiveSource(options)
    octets = 0
    with _private_file(path) as file:
        file.write(_heading(options))
        try:
            for part in source.parts(1):
                for block in part.blocks():
                    octets += file.write(block.octets)
                progress(source.entries, octets)
        except SourceError as error:
            file.write(_trailer(error))
            raise
    return Snapshot(
        path, source.entries, octets, tuple(source.warnings), source.requests, source.seconds
    )


def declared_suffixes(path: Path) -> tuple[str, ...]:
    """The UPN suffixes that the forest declares, if a file begins with them, as a snapshot does.

    Empty also where the file cannot be read: its scan will tell why.
    """
    try:
        with path.open("rb") as file:
            block = next(cut(as_utf8(file)), None)
        lines = text(block.octets).replace("\r", "").split("\n") if block else []
        return declared(_named(record) for record in records(lines, 1, _DECLARING))
    except (*READ_ERRORS, Change):
        return ()


def _named(record: object) -> Named:
    values = record.values if isinstance(record, Record) else {}
    return Named(
        (name, [one if isinstance(one, str) else text(one) for one in _listed(held)])
        for name, held in values.items()
    )


def _listed(values: object) -> list[str | bytes]:
    return values if isinstance(values, list) else [cast("str | bytes", values)]


def _heading(options: LiveOptions) -> bytes:
    """Comments that say what the file holds."""
    said = (
        f"readiness snapshot of {options.location}",
        f"filter: {options.filter}",
        f"attributes: {' '.join(options.attributes)}",
    )
    return b"".join(f"# {_plain(line)}\n".encode() for line in said) + b"\n"


def _trailer(error: SourceError) -> bytes:
    """What ldapsearch writes in the end of a search that was not successful."""
    return f"search: 1\nresult: {_OTHER} {_plain(str(error))}\n\n".encode()


def _plain(line: str) -> str:
    """A text in one line of printable characters."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)


@contextmanager
def _private_file(path: Path) -> Iterator[IO[bytes]]:
    """A file that takes its place when it is finished, complete or not; for its owner alone."""
    draft = path.with_name(f"{path.name}.part")
    try:
        opened = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(opened, "wb") as file:
            if path.suffix.lower() == ".gz":
                # neither the time nor the name: the same directory makes the same file
                with gzip.GzipFile("", "wb", _GZIP_LEVEL, file, mtime=0) as packed:
                    yield cast("IO[bytes]", packed)
            else:
                yield file
    except SourceError:
        draft.replace(path)
        raise
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise UsageError(f"{path} cannot be written: {error.strerror or error}") from error
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    draft.replace(path)
