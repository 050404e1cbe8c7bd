"""What a scan asks of a directory: below which entries, and how much that may be."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from readiness.errors import SourceError
from readiness.sources.live.forest_reader import accounts_at_most
from readiness.sources.live.options import WITHOUT_ACCOUNT
from readiness.sources.live.paged_search import PagedSearch
from readiness.sources.protocol.operations import Search

if TYPE_CHECKING:
    from readiness.sources.live.forest import Domain, Forest
    from readiness.sources.live.live_directory import LiveDirectory
    from readiness.sources.live.options import LiveOptions
    from readiness.sources.protocol.session import Session


class Tree(NamedTuple):
    """A DN to search below."""

    base: str
    domain: Domain | None = None
    """The domain that it is, if another server than the first has to be asked."""


def trees(options: LiveOptions, forest: Forest) -> list[Tree]:
    """What is searched.

    Raises:
        SourceError: the server does not say what it holds.
    """
    if options.root is not None:
        return [Tree(options.root)]
    if options.access.servers[0].is_catalogue:
        # in the catalogue, the whole forest is below the empty DN
        return [Tree("")]
    if options.forest and forest.domains:
        here = {name.lower() for name in forest.root.contexts}
        return [
            Tree(domain.dn, None if domain.dn.lower() in here else domain)
            for domain in forest.domains
        ]
    if forest.root.base is None:
        raise SourceError("the server does not say which domain it holds: give --base")
    return [Tree(forest.root.base)]


def unread_domains(options: LiveOptions, forest: Forest) -> list[Domain]:
    """The domains of the forest that are not searched, although their forest was asked for."""
    if options.root is not None or options.access.servers[0].is_catalogue:
        return []
    bases = {tree.base.lower() for tree in trees(options, forest)}
    return [domain for domain in forest.domains if domain.dn.lower() not in bases]


def pages_at_most(directory: LiveDirectory) -> int | None:
    """The pages that a search of the domain of the server takes; None where it does not tell.

    Accounts and groups are counted by what the domain ever made, and contacts one by one.

    Raises:
        SourceError: no server is there, or it does not answer.
        UsageError: something on this side is missing.
    """
    options, forest = directory.options, directory.forest()
    if len(trees(options, forest)) > 1 or forest.root.base is None:
        return None

    def counted(session: Session) -> int | None:
        accounts = accounts_at_most(session, forest.root)
        if accounts is None:
            return None
        # 1.1 asks for no attribute: https://www.rfc-editor.org/rfc/rfc4511#section-4.5.1.8
        others = PagedSearch(
            session,
            Search(forest.root.base or "", WITHOUT_ACCOUNT, ("1.1",)),
            options.page_size,
            directory.patience,
        )
        return accounts + sum(1 for page in others for _ in page)

    entries = directory.begin(counted)
    return None if entries is None else max(-(-entries // options.page_size), 1)
