"""What a scan would ask of a directory, found out without searching it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from readiness.errors import SourceError
from readiness.sources.live.forest import accounts_at_most, read_facts
from readiness.sources.live.search_filter import asked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from readiness.sources.live.domain_facts import Domain, Facts
    from readiness.sources.live.options import LiveOptions
    from readiness.sources.protocol.session import Session
    from readiness.sources.protocol.url import Address


class Outline(NamedTuple):
    """What a scan would ask of a directory."""

    location: str
    bases: tuple[tuple[str, str | None], ...]
    """Each DN to search below, and the domain whose controllers are asked, if it is another one."""
    filter: str
    attributes: tuple[str, ...]
    page_size: int
    pages_at_most: int | None
    """From the number of accounts that the domain ever made; None where it does not tell."""
    warnings: tuple[str, ...]


def bases(options: LiveOptions, facts: Facts) -> list[tuple[str, Domain | None]]:
    """The DNs to search below; with its domain where another server holds it.

    Raises:
        SourceError: the server does not say what it holds.
    """
    catalogue = options.servers[0].is_catalogue
    if options.root is not None:
        return [(options.root, None)]
    if catalogue:
        return [("", None)]
    if options.forest:
        held = {name.lower() for name in facts.root.held}
        here = {domain: domain.dn.lower() in held for domain in facts.domains}
        return [(one.dn, None if is_here else one) for one, is_here in here.items()]
    if facts.root.base is None:
        raise SourceError("the server does not say which domain it holds: give --base")
    return [(facts.root.base, None)]


def facts(options: LiveOptions) -> Facts:
    """What a server tells about its forest: for the plan of a scan.

    Raises:
        SourceError: no server is there, or it does not answer.
        UsageError: something on this side is missing.
    """
    with connected(options.servers, options) as session:
        return read_facts(session)


def outline(options: LiveOptions) -> Outline:
    """What a scan would ask, without asking it.

    Raises:
        SourceError: no server is there, or it does not answer.
        UsageError: something on this side is missing.
    """
    with connected(options.servers, options) as session:
        found = read_facts(session)
        most = accounts_at_most(session, found.root)
        return Outline(
            options.location,
            tuple(
                (base, domain.fqdn if domain else None) for base, domain in bases(options, found)
            ),
            options.filter,
            asked(options.attributes),
            options.page_size,
            None if most is None else max(-(-most // options.page_size), 1),
            tuple(options.warnings()),
        )


def connected(servers: Sequence[Address], options: LiveOptions) -> Session:
    """A connection to the first server that is there."""
    # ldap3 is loaded only when a directory is really searched
    from readiness.sources.protocol.connection import check_filter, connect_any  # noqa: PLC0415

    check_filter(options.filter)
    return connect_any(servers, options)
