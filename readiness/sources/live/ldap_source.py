"""A live directory as a source: the entries of a search, in LDIF."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from readiness.errors import SourceError
from readiness.sources.ldif.block_splitter import BLOCK_SIZE, Block
from readiness.sources.ldif.partitions import BufferedBlocks
from readiness.sources.ldif.writer import record
from readiness.sources.live.coverage import Coverage
from readiness.sources.live.forest_reader import controllers
from readiness.sources.live.gaps import look_for_gaps
from readiness.sources.live.options import asked_attributes
from readiness.sources.live.paged_search import PagedSearch
from readiness.sources.live.search_plan import trees
from readiness.sources.protocol.operations import Search

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from readiness.sources.live.forest import Domain, Forest
    from readiness.sources.live.live_directory import LiveDirectory
    from readiness.sources.live.search_plan import Tree
    from readiness.sources.protocol.operations import LdapEntry
    from readiness.sources.protocol.session import Session
    from readiness.sources.protocol.url import Address

_PIECE = 4 * 1024 * 1024
"""Bytes of LDIF that are handed on at once, the rest of a page included."""


class LdapSource:
    """A directory that is searched when its partitions are asked for."""

    kind = "ldap"
    size = None

    def __init__(self, directory: LiveDirectory, attributes: Collection[str]) -> None:
        """Ask for nothing yet."""
        self.location = directory.options.location
        self.identity = self.location
        self.declared_attributes = None
        self.warnings = directory.options.access.warnings()
        """What the reader of a report should know; grows during the search."""
        self.declared_attributes = ("all",)
        """Whatever a check reads is asked for, so what does not come is empty."""
        self._directory = directory
        self._options = directory.options
        self.attributes = asked_attributes(attributes)
        """What is asked for of each entry."""
        self._coverage = Coverage()
        self._problems: list[str] = []
        self._started = 0.0
        self._sent = 0
        """The entries on the pages that servers have sent."""

    @property
    def filter(self) -> str:
        """What is searched for, in LDAP's own notation."""
        return self._options.filter

    @property
    def entries(self) -> int:
        """The entries that have been read so far."""
        return self._coverage.entries

    @property
    def searches(self) -> int:
        """The searches that servers were asked for; each page is one."""
        return self._directory.searches

    @property
    def waited(self) -> float:
        """The seconds that were spent waiting for servers."""
        return self._directory.waited

    def partitions(self, workers: int) -> Iterator[BufferedBlocks]:
        """What the forest says about itself, and then what the search finds.

        Raises:
            SourceError: the directory cannot be read, or not to its end.
        """
        del workers  # one session serves them all
        try:
            forest = self._directory.forest()
            # first: a scan of a snapshot looks for the suffixes of the forest at its beginning
            yield BufferedBlocks(tuple(blocks(forest.partitions)))
            self._coverage.is_active_directory = forest.root.is_active_directory
            self._started = time.monotonic()
            read: list[Tree] = []
            for tree in trees(self._options, forest):
                try:
                    yield from self._pieces(tree, forest)
                    read.append(tree)
                # the other domains are read all the same: the scan is incomplete, but not worthless
                except SourceError as error:
                    self._problems.append(self._explained(str(error)))
            # what a search did not reach before it broke would look as if it were hidden
            if read and not self._problems:
                gaps = look_for_gaps(self._directory, self._coverage, self.attributes, read)
                self._problems += gaps.problems
                self.warnings += gaps.warnings
        except SourceError as error:
            self._problems.append(self._explained(str(error)))
        finally:
            self._directory.close()
        if self._problems:
            raise SourceError(
                "; ".join([f"{self.location}: {self._problems[0]}", *self._problems[1:]])
            )

    def _explained(self, why: str) -> str:
        """The message of an error, with how far we came."""
        servers = self._options.access.servers
        if len(servers) == 1:
            why = why.removeprefix(f"{servers[0]}: ")
        if not self.entries:
            return why
        return f"the search ended early, after {self.entries:,} entries: {why}"

    def _pieces(self, tree: Tree, forest: Forest) -> Iterator[BufferedBlocks]:
        """What is below one DN; mostly one piece for each page."""
        servers = self._controllers(forest, tree.domain) if tree.domain else None
        search = Search(tree.base, self._options.filter, self.attributes)
        found = self._directory.begin(lambda session: self._begun(session, search), servers)
        for page in found:
            content: list[Block] = []
            size = 0
            try:
                for block in blocks(self._coverage.take(page)):
                    content.append(block)
                    size += len(block.data)
                    if size >= _PIECE:
                        yield BufferedBlocks(tuple(content))
                        content, size = [], 0
            except SourceError:
                yield BufferedBlocks(
                    tuple(content)
                )  # what came before the search broke is scanned, too
                raise
            yield BufferedBlocks(tuple(content))
        self._coverage.references += found.references

    def _begun(self, session: Session, search: Search) -> PagedSearch:
        return PagedSearch(
            session,
            search,
            self._options.page_size,
            self._directory.patience,
            before_next=lambda entries: self._keep_rate(session, entries),
        )

    def _controllers(self, forest: Forest, domain: Domain) -> Sequence[Address]:
        """The servers of a domain that the first server does not hold."""
        like = self._options.access.servers[0]
        hosts = self._directory.begin(
            lambda session: list(controllers(session, forest.root, domain))
        )
        if not hosts:
            raise SourceError(
                f"the forest names no domain controller of {domain.fqdn}: scan it on its own"
            )
        # with the scheme and the port that were named: no sign-in goes over less encryption
        return [like._replace(host=host) for host in hosts]

    def _keep_rate(self, session: Session, entries: int) -> None:
        """Wait as long as the rate demands, now that a page with so many entries is here."""
        self._sent += entries  # not those handed on, which are a page behind
        if self._options.rate:
            due = self._started + self._sent / self._options.rate
            seconds = max(due - time.monotonic(), 0.0)
            session.extend(seconds)
            self._directory.pause(seconds)


def blocks(entries: Iterable[LdapEntry]) -> Iterator[Block]:
    """The entries in LDIF, in blocks of the usual size."""
    records: list[bytes] = []
    size = 0
    try:
        for entry in entries:
            records.append(record(*entry))
            size += len(records[-1])
            if size >= BLOCK_SIZE:
                yield Block(b"".join(records))
                records, size = [], 0
    except SourceError:
        yield Block(b"".join(records))
        raise
    yield Block(b"".join(records))
