"""What is known of a forest before it is searched: its domains, suffixes and policies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from readiness.sources.protocol.ber import Raw


class Named(dict[str, list[str]]):
    """The attributes of an entry as text, by name in lower case."""

    @classmethod
    def of(cls, entry: Raw) -> Named:
        """Decode an entry that is small."""
        return cls(
            (name.decode("ascii", "replace").lower(), [_text(value) for value in values])
            for name, values in entry.attributes
        )

    def first(self, name: str) -> str | None:
        """The first value, if there is one."""
        values = self.get(name.lower())
        return values[0] if values else None

    def number(self, name: str) -> int | None:
        """The first value as a number, if it is one."""
        try:
            return int(self.first(name) or "")
        except ValueError:
            return None


@dataclass(frozen=True)
class Root:
    """The rootDSE: what a server says about itself to everybody."""

    host: str | None
    base: str | None
    """The DN of its domain."""
    configuration: str | None
    schema: str | None
    held: tuple[str, ...]
    """The naming contexts that it holds."""
    is_active_directory: bool
    domain_level: int | None
    forest_level: int | None


@dataclass(frozen=True)
class Domain:
    """One domain of the forest."""

    dn: str
    fqdn: str
    netbios: str | None


@dataclass(frozen=True)
class Policy:
    """The lockout and password policy of a domain; None where it cannot be read."""

    lockout_threshold: int | None = None
    lockout_seconds: int | None = None
    """0: until an administrator unlocks the account."""
    lockout_window_seconds: int | None = None
    password_age_seconds: int | None = None
    """0: passwords do not expire."""
    password_length: int | None = None


@dataclass(frozen=True)
class Facts:
    """What is known of a forest."""

    root: Root
    domains: tuple[Domain, ...] = ()
    suffixes: tuple[str, ...] = ()
    """The alternative UPN suffixes."""
    policy: Policy = Policy()
    schema_version: int | None = None
    exchange: tuple[str, ...] = ()
    """Those of Exchange's attributes that the schema has; none where Exchange never was."""
    partitions: tuple[Raw, ...] = ()
    """The entries of CN=Partitions as they are."""

    @property
    def declared_suffixes(self) -> tuple[str, ...]:
        """Every UPN suffix that the forest declares: the alternative ones, and its domains."""
        return declared(Named.of(entry) for entry in self.partitions)


def domains(partitions: Iterable[Named]) -> Iterator[Domain]:
    """The domains among the entries of CN=Partitions: only they have a NetBIOS name."""
    for one in partitions:
        dn, fqdn, netbios = one.first("nCName"), one.first("dnsRoot"), one.first("nETBIOSName")
        if dn and fqdn and netbios:
            yield Domain(dn, fqdn, netbios)


def declared(partitions: Iterable[Named]) -> tuple[str, ...]:
    """Every UPN suffix that a forest declares; none if its domains are not among the entries."""
    entries = list(partitions)
    own = [domain.fqdn for domain in domains(entries)]
    others = [suffix for one in entries for suffix in one.get("upnsuffixes", [])]
    return tuple(sorted({name.lower() for name in (*own, *others)})) if own else ()


def _text(value: bytes) -> str:
    return value.decode("utf-8", "backslashreplace")
