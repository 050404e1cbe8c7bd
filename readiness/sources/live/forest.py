"""Asks a server about its forest before it is searched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.sources.live.domain_facts import Domain, Facts, Named, Policy, Root, domains
from readiness.sources.live.search_filter import Query
from readiness.sources.protocol.errors import NotSearched

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from readiness.sources.protocol.ber import Raw
    from readiness.sources.protocol.session import Session

# https://learn.microsoft.com/openspecs/windows_protocols/ms-adts/d7d36a0c-3f7c-4f0e-9a3a-3a0c0d5a5d5a
_ACTIVE_DIRECTORY = "1.2.840.113556.1.4.800"
_ROOT = (
    "configurationNamingContext",
    "defaultNamingContext",
    "dnsHostName",
    "domainFunctionality",
    "forestFunctionality",
    "namingContexts",
    "rootDomainNamingContext",
    "schemaNamingContext",
    "supportedCapabilities",
    "vendorName",
)
_PARTITIONS = ("objectClass", "objectGUID", "uPNSuffixes", "nCName", "dnsRoot", "nETBIOSName")
_POLICY = (
    "lockoutThreshold",
    "lockoutDuration",
    "lockOutObservationWindow",
    "maxPwdAge",
    "minPwdLength",
)
_EXCHANGE = ("mailNickname", "msExchMailboxGuid", "msExchRecipientTypeDetails", "targetAddress")
_ANYTHING = "(objectClass=*)"
_TICKS = 10_000_000
"""Ticks of a hundred nanoseconds a second: how Active Directory writes spans, negative."""


def read_root(session: Session) -> Root:
    """The rootDSE.

    Raises:
        SourceError: it cannot be read.
    """
    found = session.read(Query("", _ANYTHING, _ROOT, "base"))
    named = Named.of(found[0]) if found else Named()
    capabilities = named.get("supportedcapabilities", [])
    contexts = tuple(named.get("namingcontexts", []))
    root = Root(
        named.first("dnsHostName"),
        named.first("defaultNamingContext") or (contexts[0] if len(contexts) == 1 else None),
        named.first("configurationNamingContext"),
        named.first("schemaNamingContext"),
        contexts,
        _ACTIVE_DIRECTORY in capabilities,
        named.number("domainFunctionality"),
        named.number("forestFunctionality"),
    )
    session.is_active_directory = root.is_active_directory
    return root


def read_facts(session: Session) -> Facts:
    """Everything; what an account may not read is missing, and no error.

    Raises:
        SourceError: the rootDSE cannot be read.
        Lost: the connection broke.
    """
    root = read_root(session)
    if root.configuration is None:
        return Facts(root)
    partitions = tuple(_partitions(session, root.configuration))
    named = [Named.of(entry) for entry in partitions]
    suffixes = [suffix for one in named for suffix in one.get("upnsuffixes", [])]
    return Facts(
        root,
        tuple(domains(named)),
        tuple(sorted(suffixes, key=str.lower)),
        _policy(session, root.base),
        _number(session, root.schema, "objectVersion"),
        tuple(in_schema(session, root.schema, _EXCHANGE)),
        partitions,
    )


def in_catalogue(session: Session, root: Root) -> frozenset[str]:
    """The attributes that the global catalogue holds, in lower case."""
    query = Query(
        root.schema or "",
        "(&(objectClass=attributeSchema)(isMemberOfPartialAttributeSet=TRUE))",
        ("lDAPDisplayName",),
        "one",
    )
    names = (Named.of(entry).first("lDAPDisplayName") for entry in session.read(query, 500))
    return frozenset(name.lower() for name in names if name)


def controllers(session: Session, root: Root, domain: Domain) -> Iterator[str]:
    """The host names of the domain controllers of a domain."""
    inside = f"CN=Sites,{root.configuration}"
    # a controller's settings lie below the server object, which has its name:
    # https://learn.microsoft.com/windows/win32/adschema/c-ntdsdsa
    wanted = f"(&(objectClass=nTDSDSA)(hasMasterNCs={escaped(domain.dn)}))"
    for settings in session.read(Query(inside, wanted, ("hasMasterNCs",)), 500):
        parent = settings.dn.decode("utf-8", "surrogateescape").partition(",")[2]
        for server in session.read(Query(parent, _ANYTHING, ("dNSHostName",), "base")):
            host = Named.of(server).first("dNSHostName")
            if host:
                yield host


def accounts_at_most(session: Session, root: Root) -> int | None:
    """How many accounts and groups the domain has made at most; None if it does not tell.

    Each gets a relative identifier, which is never used again; controllers take them in pools.
    https://learn.microsoft.com/windows/win32/adschema/a-ridavailablepool
    """
    pool = _number(session, f"CN=RID Manager$,CN=System,{root.base}", "rIDAvailablePool")
    return None if pool is None else max((pool & 0xFFFFFFFF) - 1000, 0)


def escaped(value: str) -> str:
    """A value inside a filter: https://www.rfc-editor.org/rfc/rfc4515."""
    return "".join(f"\\{ord(c):02x}" if c in "*()\\\0" else c for c in value)


def _partitions(session: Session, configuration: str) -> Iterator[Raw]:
    base = f"CN=Partitions,{configuration}"
    yield from _allowed(session, Query(base, _ANYTHING, _PARTITIONS, "base"))
    yield from _allowed(session, Query(base, "(objectClass=crossRef)", _PARTITIONS, "one"))


def _policy(session: Session, base: str | None) -> Policy:
    found = _allowed(session, Query(base or "", _ANYTHING, _POLICY, "base")) if base else []
    if not found:
        return Policy()
    one = Named.of(found[0])
    return Policy(
        one.number("lockoutThreshold"),
        _seconds(one.number("lockoutDuration")),
        _seconds(one.number("lockOutObservationWindow")),
        _seconds(one.number("maxPwdAge")),
        one.number("minPwdLength"),
    )


def _seconds(span: int | None) -> int | None:
    """A span as Active Directory writes it; its least value stands for `never`."""
    if span is None:
        return None
    return 0 if span == -(2**63) else -span // _TICKS


def _number(session: Session, dn: str | None, attribute: str) -> int | None:
    found = _allowed(session, Query(dn, _ANYTHING, (attribute,), "base")) if dn else []
    return Named.of(found[0]).number(attribute) if found else None


def in_schema(session: Session, schema: str | None, names: Iterable[str]) -> list[str]:
    """Those of the attributes that the schema has; what cannot be read it has not."""
    if schema is None:
        return []
    either = "".join(f"(lDAPDisplayName={name})" for name in names)
    query = Query(
        schema, f"(&(objectClass=attributeSchema)(|{either}))", ("lDAPDisplayName",), "one"
    )
    found = (Named.of(entry).first("lDAPDisplayName") for entry in _allowed(session, query))
    return sorted(name for name in found if name)


def _allowed(session: Session, query: Query) -> list[Raw]:
    """The entries of a search, or none where it is not allowed or there is nothing to search."""
    try:
        return session.read(query)
    except NotSearched:
        return []
