"""A live directory as a source: the entries of a search, in LDIF."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

from readiness.errors import SourceError
from readiness.sources.ldif.block_splitter import BLOCK_SIZE, Block
from readiness.sources.ldif.ldif_source import BufferedBlocks
from readiness.sources.ldif.writer import record
from readiness.sources.live.forest import controllers, in_catalogue, read_facts, read_root
from readiness.sources.live.paged_search import ATTEMPTS, pages
from readiness.sources.live.search_filter import Query, asked
from readiness.sources.live.search_plan import bases, connected
from readiness.sources.protocol.ber import Damaged
from readiness.sources.protocol.errors import Busy, Lost

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from readiness.sources.live.domain_facts import Domain, Facts
    from readiness.sources.live.options import LiveOptions
    from readiness.sources.live.paged_search import Page
    from readiness.sources.protocol.ber import Raw
    from readiness.sources.protocol.session import Session
    from readiness.sources.protocol.url import Address

    T = TypeVar("T")


class LiveSource:
    """A directory that is searched when its parts are asked for; then it knows how that went."""

    kind = "ldap"
    size = None

    def __init__(
        self, options: LiveOptions, *, pause: Callable[[float], None] = time.sleep
    ) -> None:
        """Connect to nothing yet; `pause` waits for some seconds."""
        self.location = options.location
        self.warnings = options.warnings()
        """What the reader of a report should know; may grow during the search."""
        self.entries = 0
        self._options = options
        self._pause = pause
        self._sessions: list[Session] = []
        self._hidden = 0
        """The number of entries that came without their class."""
        self._first_hidden = b""
        self._references: dict[str, None] = {}
        self._started = 0.0

    @property
    def requests(self) -> int:
        """The number of requests made."""
        return sum(session.requests for session in self._sessions)

    @property
    def seconds(self) -> float:
        """How long we waited for the server."""
        return sum(session.seconds for session in self._sessions)

    def partitions(self, workers: int) -> Iterator[BufferedBlocks]:
        """A piece for what the forest says about itself, and one for each page.

        Raises:
            SourceError: the directory cannot be read, or not to its end.
        """
        del workers  # one connection serves them all
        try:
            yield from self._parts()
            self._check_whole()
        except Damaged as error:
            why = f"the server sends damaged answers ({error})"
            raise SourceError(self._explained(why)) from error
        except SourceError as error:
            raise SourceError(self._explained(str(error))) from error
        finally:
            for session in self._sessions:
                session.close()

    def _explained(self, why: str) -> str:
        """The message of an error, with how far we came."""
        if len(self._options.servers) == 1:
            why = why.removeprefix(f"{self._options.servers[0]}: ")
        if not self.entries:
            return f"{self.location}: {why}"
        return f"{self.location}: the search ended early, after {self.entries:,} entries: {why}"

    def _parts(self) -> Iterator[BufferedBlocks]:
        session, facts = self._patiently(self._opened)
        if self._options.servers[0].is_catalogue:
            self._warn_of_catalogue(session, facts)
        yield BufferedBlocks(tuple(blocks(facts.partitions)))
        self._started = time.monotonic()
        for found, base, servers in self._searches(session, facts):
            for page in self._pages(found, base, servers):
                self._references |= dict.fromkeys(page.references)
                yield BufferedBlocks(tuple(blocks(self._counted(page.entries))))

    def _opened(self) -> tuple[Session, Facts]:
        session = self._connect(self._options.servers)
        return session, read_facts(session)

    def _connect(self, servers: Sequence[Address]) -> Session:
        """A connection to the first server that is there."""
        session = connected(servers, self._options)
        self._sessions.append(session)
        read_root(session)
        return session

    def _searches(
        self, session: Session, facts: Facts
    ) -> Iterator[tuple[Session, str, Sequence[Address]]]:
        """What is searched: over which connection, below which DN, and who else has it."""
        servers = self._options.servers
        for base, domain in bases(self._options, facts):
            if domain is None:
                yield session, base, servers
            else:
                others = self._controllers(session, facts, domain)
                yield self._connect(others), base, others

    def _controllers(self, session: Session, facts: Facts, domain: Domain) -> list[Address]:
        """The servers of a domain that the first server does not hold."""
        like = self._options.servers[0]
        found = [like._replace(host=host) for host in controllers(session, facts.root, domain)]
        if not found:
            raise SourceError(
                f"the forest names no domain controller of {domain.fqdn}: scan it on its own"
            )
        return found

    def _pages(self, session: Session, base: str, servers: Sequence[Address]) -> Iterator[Page]:
        """The pages below one DN; up to the first one, a broken connection is made anew."""
        query = Query(base, self._options.filter, asked(self._options.attributes))

        def begun() -> tuple[Iterator[Page], Page | None]:
            nonlocal session
            if session.is_lost:
                session = self._connect(servers)
            stream = pages(
                session,
                query,
                self._options.page_size,
                before_next=self._wait if self._options.rate else None,
                pause=self._pause,
            )
            return stream, next(stream, None)

        stream, first = self._patiently(begun)
        if first is not None:
            yield first
            yield from stream

    def _patiently(self, action: Callable[[], T]) -> T:
        """Do something, again and again at growing distances while the server cannot."""
        for attempt in range(ATTEMPTS - 1):
            try:
                return action()
            except (Busy, Lost):
                self._pause(2.0**attempt)
        return action()

    def _wait(self) -> None:
        """Keep to the rate that was asked for."""
        assert self._options.rate  # noqa: S101 - else nobody waits
        due = self._started + self.entries / self._options.rate
        self._pause(max(due - time.monotonic(), 0.0))

    def _counted(self, entries: Iterable[Raw]) -> Iterator[Raw]:
        """Count entries, and note those whose attributes are hidden."""
        for entry in entries:
            self.entries += 1
            if not any(name.lower() == b"objectclass" for name, _ in entry.attributes):
                self._hidden += 1
                self._first_hidden = self._first_hidden or entry.dn
            yield entry

    def _check_whole(self) -> None:
        """Tell what the server held back, although it ended the search with success."""
        if self._references:
            told = ", ".join(list(self._references)[:3])
            raise SourceError(
                f"a part of the directory lies on other servers ({told}): name one of them as a"
                " further source"
            )
        if self._hidden:
            first = self._first_hidden.decode("utf-8", "backslashreplace")
            raise SourceError(
                f"{self._hidden:,} entries hide their attributes from this account, such as"
                f" “{first}”: give it read access, or use another account"
            )

    def _warn_of_catalogue(self, session: Session, facts: Facts) -> None:
        held = in_catalogue(session, facts.root)
        lacking = [name for name in self._options.attributes if name.lower() not in held]
        self.warnings.append(
            "the global catalogue does not hold every attribute, so checks of these find nothing:"
            f" {', '.join(sorted(lacking, key=str.lower))}; scan each domain on port 636 instead"
        )


def blocks(entries: Iterable[Raw]) -> Iterator[Block]:
    """The entries in LDIF, in blocks of the usual size."""
    held: list[bytes] = []
    size = offset = 0
    for dn, attributes in entries:
        held.append(record(dn, attributes))
        size += len(held[-1])
        if size >= BLOCK_SIZE:
            yield Block(offset, b"".join(held))
            offset += size
            held, size = [], 0
    if held:
        yield Block(offset, b"".join(held))
