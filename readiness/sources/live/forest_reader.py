"""Asks a server about its forest: small searches, made once before the large one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.sources.live.forest import Forest, RootDse, TextAttributes, domains, further_suffixes
from readiness.sources.protocol.errors import NO_ACCESS, NO_SUCH_OBJECT, SearchFailed
from readiness.sources.protocol.operations import Search

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from readiness.sources.live.forest import Domain
    from readiness.sources.protocol.operations import LdapEntry
    from readiness.sources.protocol.session import Session

# https://learn.microsoft.com/openspecs/windows_protocols/ms-adts/3ed61e6c-cfdc-487d-9f02-5a3397be3772
_ACTIVE_DIRECTORY = "1.2.840.113556.1.4.800"
_ROOT = (
    "configurationNamingContext",
    "defaultNamingContext",
    "dnsHostName",
    "namingContexts",
    "schemaNamingContext",
    "supportedCapabilities",
)
_PARTITIONS = ("objectClass", "objectGUID", "uPNSuffixes", "nCName", "dnsRoot", "nETBIOSName")
_EXCHANGE = ("mailNickname", "msExchMailboxGuid", "msExchRecipientTypeDetails", "targetAddress")
_ANYTHING = "(objectClass=*)"
_PAGE = 500
_FIRST_RELATIVE_IDENTIFIER = 1000
"""Those below belong to accounts and groups that every domain has from the start."""


def read_root(session: Session) -> RootDse:
    """The rootDSE; the session knows from then on whether it talks to Active Directory.

    Raises:
        SourceError: it cannot be read.
    """
    found = session.read(Search("", _ANYTHING, _ROOT, "base"))
    named = TextAttributes.of(found[0]) if found else TextAttributes()
    contexts = tuple(named.get("namingcontexts", []))
    root = RootDse(
        named.first("dnsHostName"),
        named.first("defaultNamingContext") or (contexts[0] if len(contexts) == 1 else None),
        named.first("configurationNamingContext"),
        named.first("schemaNamingContext"),
        contexts,
        _ACTIVE_DIRECTORY in named.get("supportedcapabilities", []),
    )
    session.is_active_directory = root.is_active_directory
    return root


def read_forest(session: Session) -> Forest:
    """Everything; what an account may not read is missing, and no error.

    Raises:
        SourceError: the rootDSE cannot be read, or an answer is damaged.
        ConnectionLost: the connection broke.
    """
    root = read_root(session)
    if root.configuration is None:
        return Forest(root)
    partitions = tuple(_partitions(session, root.configuration))
    named = [TextAttributes.of(entry) for entry in partitions]
    return Forest(
        root,
        tuple(domains(named)),
        tuple(sorted(further_suffixes(named), key=str.lower)),
        _value(session, root.schema, "objectVersion"),
        tuple(in_schema(session, root.schema, _EXCHANGE)),
        partitions,
    )


def in_schema(session: Session, schema: str | None, names: Iterable[str]) -> list[str]:
    """Those of the attributes that the schema has; what cannot be read it has not."""
    if schema is None:
        return []
    either = "".join(f"(lDAPDisplayName={escaped(name)})" for name in names)
    search = Search(
        schema, f"(&(objectClass=attributeSchema)(|{either}))", ("lDAPDisplayName",), "one"
    )
    found = (TextAttributes.of(entry).first("lDAPDisplayName") for entry in _read(session, search))
    return sorted(name for name in found if name)


def in_catalogue(session: Session, root: RootDse) -> frozenset[str]:
    """The attributes that the global catalogue holds, in lower case.

    https://learn.microsoft.com/windows/win32/adschema/a-ismemberofpartialattributeset
    """
    search = Search(
        root.schema or "",
        "(&(objectClass=attributeSchema)(isMemberOfPartialAttributeSet=TRUE))",
        ("lDAPDisplayName",),
        "one",
    )
    found = session.read(search, _PAGE)
    names = (TextAttributes.of(entry).first("lDAPDisplayName") for entry in found)
    return frozenset(name.lower() for name in names if name)


def controllers(session: Session, root: RootDse, domain: Domain) -> Iterator[str]:
    """The host names of the domain controllers of a domain."""
    sites = f"CN=Sites,{root.configuration}"
    # a controller's settings lie below the server object, which has its name:
    # https://learn.microsoft.com/windows/win32/adschema/c-ntdsdsa
    of_domain = f"(&(objectClass=nTDSDSA)(hasMasterNCs={escaped(domain.dn)}))"
    for settings in session.read(Search(sites, of_domain, ("hasMasterNCs",)), _PAGE):
        # the first name is that of the settings, CN=NTDS Settings, and has no comma to escape
        parent = settings.dn.decode("utf-8", "surrogateescape").partition(",")[2]
        for server in session.read(Search(parent, _ANYTHING, ("dNSHostName",), "base")):
            host = TextAttributes.of(server).first("dNSHostName")
            if host:
                yield host


def accounts_at_most(session: Session, root: RootDse) -> int | None:
    """How many accounts and groups the domain has made at most; None if it does not tell.

    Each gets a relative identifier, which is never used again; controllers take them in pools.
    https://learn.microsoft.com/windows/win32/adschema/a-ridavailablepool
    """
    pool = _value(session, f"CN=RID Manager$,CN=System,{root.base}", "rIDAvailablePool")
    if pool is None or not pool.isdecimal() or not root.is_active_directory:
        return None
    # 20 digits hold any number of 64 bits; its lower half is the next identifier
    return max((int(pool[:20]) & 0xFFFFFFFF) - _FIRST_RELATIVE_IDENTIFIER, 0)


def is_hidden(session: Session, dn: bytes) -> bool:
    """Whether the account does not see an entry that there should be.

    Raises:
        SourceError: an answer is damaged.
        ConnectionLost: the connection broke.
    """
    search = Search(dn.decode("utf-8", "surrogateescape"), _ANYTHING, ("objectClass",), "base")
    try:
        # what comes without even its classes is hidden, too
        return not any(entry.attributes for entry in session.read(search))
    except SearchFailed as error:
        return error.code in (NO_SUCH_OBJECT, NO_ACCESS)


def escaped(value: str) -> str:
    """A value inside a filter: https://www.rfc-editor.org/rfc/rfc4515."""
    return "".join(f"\\{ord(c):02x}" if c in "*()\\\0" else c for c in value)


def _partitions(session: Session, configuration: str) -> Iterator[LdapEntry]:
    base = f"CN=Partitions,{configuration}"
    yield from _read(session, Search(base, _ANYTHING, _PARTITIONS, "base"))
    yield from _read(session, Search(base, "(objectClass=crossRef)", _PARTITIONS, "one"))


def _value(session: Session, dn: str | None, attribute: str) -> str | None:
    """The first value of an attribute of one entry, if the account may read it."""
    found = _read(session, Search(dn, _ANYTHING, (attribute,), "base")) if dn else []
    return TextAttributes.of(found[0]).first(attribute) if found else None


def _read(session: Session, search: Search) -> list[LdapEntry]:
    """The entries of a search, or none where it is not allowed or there is nothing to search."""
    try:
        return session.read(search)
    # a refusal only: damage and lost connections are for whoever asked
    except SearchFailed:
        return []
