"""What a SOURCE argument names, and what an export says of the forest that it is from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from readiness.errors import UsageError
from readiness.model.values import as_text, text
from readiness.sources.ldif.block_splitter import split
from readiness.sources.ldif.record_reader import ChangeRecord, Record, read_records
from readiness.sources.ldif.utf8_stream import READ_ERRORS, as_utf8
from readiness.sources.protocol.url import host_without_scheme

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_OF_DOMAINS = "\nnetbiosname"
"""What is surely in a block, in lower case, that tells the domains of a forest."""
_DECLARING = frozenset({"objectclass", "upnsuffixes", "ncname", "dnsroot", "netbiosname"})


def is_url(source: str) -> bool:
    """Whether a source is a live directory, or another kind of URL, which is none."""
    return "://" in source and not Path(source).exists()


def refuse_hosts(sources: Iterable[str]) -> None:
    """Refuse what names a host, and no file that is there.

    Raises:
        UsageError: says what to write.
    """
    for source in sources:
        host = host_without_scheme(source)
        if host and not Path(source).exists():
            raise UsageError(f"there is no file {source}; for a server write ldaps://{host}")


def suffixes_in_file(path: Path) -> tuple[str, ...]:
    """The UPN suffixes that the forest declares, if a file begins with them, as a snapshot does.

    Empty also where the file cannot be read: its scan will tell why.
    """
    if not path.is_file():
        return ()  # a pipe can be read only once
    try:
        with path.open("rb") as file:
            block = next(split(as_utf8(file)), None)
        content = text(block.data).replace("\r\n", "\n") if block else ""
        if _OF_DOMAINS not in content.replace("\n ", "").lower():
            return ()  # to read a block exactly takes long
        # not above: few exports tell of their forest
        from readiness.sources.live.forest import TextAttributes, declared_suffixes  # noqa: PLC0415

        lines = content.split("\n")
        return declared_suffixes(
            TextAttributes(_texts(record)) for record in read_records(lines, 1, _DECLARING)
        )
    except (*READ_ERRORS, ChangeRecord):
        return ()


def _texts(record: object) -> Iterator[tuple[str, list[str]]]:
    """The attributes of a record, each with its values as text."""
    values = record.values if isinstance(record, Record) else {}
    for name, held in values.items():
        yield name, list(map(as_text, _listed(held)))


def _listed(values: object) -> list[str | bytes]:
    return values if isinstance(values, list) else [cast("str | bytes", values)]
