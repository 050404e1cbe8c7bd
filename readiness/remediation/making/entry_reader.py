"""Reads the entries of sources once more, for what a repair plan has to know of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.cloud.prediction import READS as PREDICTED
from readiness.directory.addresses.mail_address import fold, fold_proxy
from readiness.directory.identifiers.distinguished_name import domain_of
from readiness.directory.objects.sync_scope import READS as SCOPE
from readiness.errors import SourceError
from readiness.model.entry import Entry, Kind
from readiness.model.values import as_text
from readiness.remediation.repair_plan.permitted import ATTRIBUTES, PROTECTION_READS
from readiness.sources.export_source import ExportSource
from readiness.sources.ldif.batch_reader import BatchReader
from readiness.sources.ldif.block_reader import read_block
from readiness.sources.ldif.record_reader import ChangeRecord
from readiness.sources.ldif.utf8_stream import Unreadable

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator
    from pathlib import Path

    from readiness.model.entry import Values
    from readiness.model.plan import Plan
    from readiness.sources.source import Partition, Source

_ALSO = (
    "c", "homeMDB", "memberOf", "mS-DS-ConsistencyGuid", "objectGUID", "primaryGroupID",
    "servicePrincipalName", "userAccountControl",
)  # fmt: skip
_OCTETS = ("ms-ds-consistencyguid", "objectguid", "usercertificate")
ADDRESS, LOGON = "address", "logon"
"""Names and addresses share one space; account names with their domain are names, too, but no
addresses: https://learn.microsoft.com/windows/win32/ad/naming-properties#userprincipalname"""
Key = tuple[str, str]
"""A space in which values are unique, and a value as it is compared there."""


class KeptSource:
    """A source that can be read but once, kept in a file of the temporary folder while it is."""

    def __init__(self, source: Source, path: Path) -> None:
        """Take the file, which is written when the partitions are read."""
        self._source = source
        self._path = path

    @property
    def location(self) -> str:
        """As of the source."""
        return self._source.location

    @property
    def kind(self) -> str:
        """As of the source."""
        return self._source.kind

    @property
    def warnings(self) -> list[str]:
        """As of the source."""
        return self._source.warnings

    @property
    def declared_attributes(self) -> tuple[str, ...] | None:
        """As of the source."""
        return self._source.declared_attributes

    @property
    def identity(self) -> Hashable:
        """As of the source."""
        return self._source.identity

    @property
    def size(self) -> int | None:
        """As of the source."""
        return self._source.size

    def partitions(self, workers: int) -> Iterator[Partition]:
        """As of the source, each written down before it is handed on."""
        with self._path.open("wb") as file:
            for partition in self._source.partitions(workers):
                for block in partition.blocks():
                    file.write(block.data + b"\n")
                yield partition

    def again(self) -> ExportSource:
        """What was kept, to be read again."""
        return ExportSource(str(self._path))


def attributes_planned(plan: Plan) -> tuple[str, ...]:
    """All that a repair plan reads of an entry."""
    names = (*PREDICTED, *SCOPE, *PROTECTION_READS, *_ALSO, *ATTRIBUTES)
    chosen = (plan.sign_in_attribute, plan.source_anchor)
    return tuple(sorted({name.lower() for name in (*names, *chosen)}))


def entries(sources: Iterable[Source], plan: Plan, *, is_complete: bool = True) -> Iterator[Entry]:
    """Every entry of all sources, in their order.

    Where the scan has told that something cannot be read, `is_complete` is false, and what can be
    read is enough.

    Raises:
        SourceError: a source cannot be read to its end, though it could be a moment ago.
    """
    # octets, since a GUID that was decoded as text would not be one any more
    reader = BatchReader(attributes_planned(plan), dict.fromkeys(_OCTETS, 0))
    for source in sources:
        try:
            yield from _entries(source, reader)
        except (ChangeRecord, OSError, SourceError, Unreadable) as error:
            if is_complete:
                raise SourceError(f"{source.location}: cannot be read again: {error}") from error


def _entries(source: Source, reader: BatchReader) -> Iterator[Entry]:
    for partition in source.partitions(1):
        for block in partition.blocks():
            for batch in read_block(block, 1, reader).batches:
                for index in range(batch.size):
                    values = batch.values(index)
                    yield Entry(batch.dn(index), _kind(values.get("objectclass")), values)


def kept(entry: Entry, plan: Plan) -> Entry:
    """An entry that does not hold on to the batch that it is from."""
    names = (*attributes_planned(plan), "objectclass")
    values: dict[str, Values] = {name: entry.values(name) for name in names if entry.has(name)}
    return Entry(entry.dn, entry.kind, values)


def keys_of(entry: Entry) -> Iterator[Key]:
    """The names and addresses that nobody else may hold."""
    for value in entry.all("userPrincipalName"):
        if folded := fold(value):
            yield ADDRESS, folded
    for name in ("mail", "proxyAddresses", "targetAddress"):
        for value in entry.all(name):
            if folded := fold_proxy(value):
                yield ADDRESS, folded
    account, domain = entry.first("sAMAccountName"), domain_of(entry.dn)
    if account and domain:
        yield LOGON, f"{account}@{domain}".lower()


def _kind(classes: Values | None) -> Kind:
    if classes is None:
        return Kind.OTHER
    names = classes if isinstance(classes, list) else [classes]
    return Kind.of(tuple(as_text(name) for name in names))
