"""Keeps what a scan of a live directory would read as an LDIF file, to be scanned instead."""

from __future__ import annotations

import gzip
import tempfile
from contextlib import contextmanager
from itertools import dropwhile, groupby
from operator import itemgetter
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple, cast

from readiness.command.privacy import key_of
from readiness.errors import SourceError, UsageError
from readiness.model.values import as_octets, text
from readiness.redaction.entries import EntryRedactor
from readiness.sources.ldif.record_reader import (
    MalformedLine,
    value_of,
)
from readiness.sources.ldif.writer import record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from readiness.command.settings.settings import ReportSettings
    from readiness.sources.live.ldap_source import LdapSource

_GZIP_LEVEL = 6
_OTHER = 80
"""The LDAP result code that stands for every reason why a search ended early."""


class Snapshot(NamedTuple):
    """What was written."""

    path: Path
    entries: int
    size: int
    """Bytes of LDIF, before compression."""


def snapshot(
    source: LdapSource,
    path: Path,
    progress: Callable[[int, int], None] = lambda *_: None,
    redactor: EntryRedactor | None = None,
) -> Snapshot:
    """Write a file that only its owner can read; compressed if its name ends in `.gz`.

    `progress` is told the entries and bytes so far. A redactor hides people.

    Raises:
        SourceError: the directory could not be read, or not to its end. What was read is in a file
            beside, whose name says so, and a scan of it says that it is incomplete: a good
            snapshot is never replaced by half a one.
        UsageError: the file cannot be written.
    """
    size = 0
    failure: SourceError | None = None
    with _draft(path) as (handle, draft):
        with _opened(handle, path) as file:
            file.write(_heading(source, redactor))
            try:
                for partition in source.partitions(1):
                    for block in partition.blocks():
                        ldif = redacted(block.data, redactor) if redactor else block.data
                        size += file.write(ldif)
                    progress(source.entries, size)
            except SourceError as error:
                # the message names the server and the DN that was searched, and perhaps an entry
                failure = SourceError(redactor.message(str(error))) if redactor else error
                why = f"the search ended early, after {source.entries:,} entries"
                file.write(_trailer(why if redactor else str(error)))
        if failure is None:
            draft.replace(path)
            return Snapshot(path, source.entries, size)
        if not source.entries:
            raise failure
        incomplete = path.with_name(f"incomplete-{path.name}")
        draft.replace(incomplete)
    raise SourceError(f"{failure}; what was read is in {incomplete}") from failure


def redactor_of(settings: ReportSettings) -> EntryRedactor | None:
    """What the options of a scan say about hiding people in a snapshot; None for nothing.

    Raises:
        UsageError: masks were asked for, or the key of the pseudonyms is no good.
    """
    if settings.redact == "values":
        raise UsageError(
            "--redact values would make different people look the same, and a scan of the snapshot"
            " would find what is not there: give --redact pseudonyms, or none"
        )
    return EntryRedactor(key_of(settings)) if settings.redact == "pseudonyms" else None


def redacted(ldif: bytes, redactor: EntryRedactor) -> bytes:
    """Whole records of LDIF with pseudonyms for people; comments and trailers are left out.

    Raises:
        MalformedLine: a line is not of the form “attribute: value”.
    """
    unfolded = ldif.replace(b"\r\n", b"\n").replace(b"\n ", b"")
    return b"".join(_redacted(lines, redactor) for lines in unfolded.split(b"\n\n"))


def _redacted(lines: bytes, redactor: EntryRedactor) -> bytes:
    """What may be shown of the lines between two blank ones."""
    pairs = [_pair(line) for line in lines.split(b"\n") if line and not line.startswith(b"#")]
    entry = list(dropwhile(lambda pair: pair[0].lower() != b"dn", pairs))
    if not entry:
        return b""
    hidden = [
        (name, redactor.octets(name.decode("ascii").partition(";")[0].lower(), value))
        for name, value in entry
    ]
    attributes = groupby(hidden[1:], itemgetter(0))
    return record(
        hidden[0][1], ((name, [value for _, value in values]) for name, values in attributes)
    )


def _pair(line: bytes) -> tuple[bytes, bytes]:
    """The name of an attribute, which may have options, and a value."""
    name, colon, rest = line.partition(b":")
    if not colon or not name.isascii():
        raise MalformedLine("a line is not of the form “attribute: value”")
    value = value_of(text(rest))
    return name, as_octets(value)


def _heading(source: LdapSource, redactor: EntryRedactor | None) -> bytes:
    """Comments that say what the file holds; the DN and the filter may name people."""
    about = (f"readiness snapshot of {source.location}", f"filter: {source.filter}")
    if redactor:
        about = ("readiness snapshot", f"redacted: {redactor.mode} stand for people")
    lines = (*about, f"readiness: attributes={','.join(source.attributes)}")
    return b"".join(f"# {_plain(line)}\n".encode() for line in lines) + b"\n"


def _trailer(why: str) -> bytes:
    """What ldapsearch writes in the end of a search that was not successful."""
    return f"search: 1\nresult: {_OTHER} {_plain(why)}\n\n".encode()


def _plain(line: str) -> str:
    """A text in one line of printable characters."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)


@contextmanager
def _draft(path: Path) -> Iterator[tuple[int, Path]]:
    """The handle and name of a file until it is finished; nothing is left where that is never."""
    draft: Path | None = None
    try:
        # a new file whose name nobody can foresee: a link that was put there would be followed
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        draft = Path(name)
        yield handle, draft
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        if draft is not None:
            draft.unlink(missing_ok=True)


@contextmanager
def _opened(handle: int, path: Path) -> Iterator[IO[bytes]]:
    """The file, compressed if that is what it will be called."""
    with open(handle, "wb") as file:
        if path.suffix.lower() == ".gz":
            # neither the time nor the name: the same directory makes the same file
            with gzip.GzipFile("", "wb", _GZIP_LEVEL, file, mtime=0) as packed:
                yield cast("IO[bytes]", packed)
        else:
            yield file
