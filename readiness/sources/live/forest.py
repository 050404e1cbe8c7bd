"""What a forest says about itself: its domains, its suffixes, its schema."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from readiness.sources.protocol.operations import LdapEntry


class TextAttributes(dict[str, list[str]]):
    """The attributes of a small entry as text, by their names in lower case."""

    @classmethod
    def of(cls, entry: LdapEntry) -> TextAttributes:
        """Decode them."""
        return cls(
            (name.decode("ascii").lower(), [_text(value) for value in values])
            for name, values in entry.attributes
        )

    def first(self, name: str) -> str | None:
        """The first value, if there is one."""
        values = self.get(name.lower())
        return values[0] if values else None


@dataclass(frozen=True)
class RootDse:
    """What a server says about itself to everybody."""

    host: str | None
    base: str | None
    """The DN of its domain."""
    configuration: str | None
    """The DN below which the forest describes itself; only Active Directory has one."""
    schema: str | None
    contexts: tuple[str, ...]
    """The DNs of the trees that it holds."""
    is_active_directory: bool


@dataclass(frozen=True)
class Domain:
    """One domain of the forest."""

    dn: str
    fqdn: str
    netbios: str


@dataclass(frozen=True)
class Forest:
    """What is known of a forest before it is searched."""

    root: RootDse
    domains: tuple[Domain, ...] = ()
    suffixes: tuple[str, ...] = ()
    """The UPN suffixes that it has beside its domains."""
    schema_version: str | None = None
    exchange: tuple[str, ...] = ()
    """Those of Exchange's attributes that the schema has; none where Exchange never was."""
    partitions: tuple[LdapEntry, ...] = ()
    """The entries of CN=Partitions as they are, which a snapshot keeps."""

    @property
    def declared_suffixes(self) -> tuple[str, ...]:
        """Every UPN suffix that the forest declares: see `declared_suffixes`."""
        return declared_suffixes(TextAttributes.of(entry) for entry in self.partitions)


def domains(partitions: Iterable[TextAttributes]) -> Iterator[Domain]:
    """The domains among the entries of CN=Partitions: only they have a NetBIOS name."""
    for entry in partitions:
        dn, fqdn, netbios = (entry.first(name) for name in ("nCName", "dnsRoot", "nETBIOSName"))
        if dn and fqdn and netbios:
            yield Domain(dn, fqdn, netbios)


def further_suffixes(partitions: Iterable[TextAttributes]) -> Iterator[str]:
    """The UPN suffixes that the entries of CN=Partitions declare beside the domains."""
    for entry in partitions:
        yield from entry.get("upnsuffixes", [])


def declared_suffixes(partitions: Iterable[TextAttributes]) -> tuple[str, ...]:
    """Every UPN suffix that a forest declares; none if its domains are not among the entries."""
    entries = list(partitions)
    names = [domain.fqdn for domain in domains(entries)]
    if not names:
        return ()
    return tuple(sorted({name.lower() for name in (*names, *further_suffixes(entries))}))


def _text(value: bytes) -> str:
    return value.decode("utf-8", "backslashreplace")
