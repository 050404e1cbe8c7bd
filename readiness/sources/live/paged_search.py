"""One search in pages: the next is under way while the entries of the last are worked on."""

from __future__ import annotations

from collections import deque
from itertools import chain
from typing import TYPE_CHECKING

from readiness.errors import SourceError
from readiness.sources.live.ranged_values import (
    completed,
    has_ranges,
    may_have_ranges,
    without_ranges,
)
from readiness.sources.protocol.errors import (
    BUSY,
    SUCCESS,
    UNAVAILABLE,
    Damaged,
    ServerBusy,
    busy_error,
    search_error,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from readiness.sources.live.live_directory import Patience
    from readiness.sources.protocol.operations import LdapEntry, Search
    from readiness.sources.protocol.search_answer import SearchAnswer
    from readiness.sources.protocol.session import Session

_EMPTY_PAGES_MAX = 100
"""So many pages without an entry may follow one another: a filter that finds little makes some."""
_HELD_MAX = 4 * 1024 * 1024
"""The bytes of a page that are held back until the next one is asked for: most pages have less."""


class PagedSearch:
    """A search that has begun: its first entry has arrived, or its end."""

    def __init__(
        self,
        session: Session,
        search: Search,
        page_size: int,
        patience: Callable[[], Patience],
        before_next: Callable[[int], None] = lambda _: None,
    ) -> None:
        """Ask for the first page.

        `before_next` is called before each further one with the entries of the last, and may wait.

        Raises:
            ServerBusy: the server asks to come back later.
            ConnectionLost: the connection broke, or the server says nothing.
            Damaged: what arrives is not the answer.
        """
        self._session = session
        self._search = search
        self._page_size = page_size
        self._patience = patience
        self._before_next = before_next
        self._empty_pages = 0
        self._has_further_page = True
        self.references: dict[str, None] = {}
        """The URLs of servers that have further parts of what was searched, each once."""
        self._ask(b"")
        self._messages = self._arriving()

    def __iter__(self) -> Iterator[Iterator[LdapEntry]]:
        """The entries, page by page; at the end of each the next one is asked for.

        There is one request at a time, so each page has to be read to its end before the next.

        Raises:
            SearchFailed: the search ended with something other than success; so much came before.
            Damaged: what arrives is not the answer.
            ConnectionLost: the connection broke.
        """
        while True:
            yield self._page()
            if not self._has_further_page:
                return
            self._messages = self._arriving_at_last()

    def _ask(self, cookie: bytes) -> None:
        self._cookie = cookie
        self._answer = self._session.search(self._search, self._page_size, cookie)

    def _arriving(self) -> Iterator[bytes]:
        """The entries of the page that was asked for, not yet decoded, once the first is there.

        Raises:
            ServerBusy: there is nothing but the wish to be asked later.
        """
        messages = self._answer.messages()
        first = next(messages, None)
        if first is None and self._answer.result.code in (BUSY, UNAVAILABLE):
            raise busy_error(self._answer.result)
        return messages if first is None else chain([first], messages)

    def _arriving_at_last(self) -> Iterator[bytes]:
        """The same, asked again while the server is busy: it alone knows where the search is."""
        patience = self._patience()
        while True:
            try:
                return self._arriving()
            except ServerBusy as error:
                patience.pause(error)
                self._ask(self._cookie)

    def _page(self) -> Iterator[LdapEntry]:
        """The entries of the page that arrives, most of them while the server makes the next."""
        answer = self._answer
        # as they were sent: a page of decoded entries is many small objects, which the garbage
        # collector goes through again and again
        held: deque[bytes] = deque()

        def decoded() -> Iterator[LdapEntry]:
            """What is held, each entry once, even where one of them turns out to be damaged."""
            while held:
                yield answer.decoded(held.popleft())

        incomplete: list[LdapEntry] = []
        try:
            for message in self._messages:
                if may_have_ranges(message) and has_ranges(entry := answer.decoded(message)):
                    # further values are requests of their own, and wait until this one is over
                    incomplete.append(without_ranges(entry))
                    continue
                held.append(message)
                if answer.size > _HELD_MAX:
                    yield from decoded()
            self.references |= dict.fromkeys(answer.references)
            if answer.result.code != SUCCESS:
                raise search_error(answer.result, self._search.base)
            if incomplete:
                yield from decoded()
            for entry in incomplete:
                yield completed(self._session, entry)
            self._ask_for_next(answer)
        except SourceError:
            yield from decoded()  # what came before the search broke counts, too
            raise
        yield from decoded()

    def _ask_for_next(self, answer: SearchAnswer) -> None:
        """Ask for the page behind this one, if the server says that there is one."""
        cookie = answer.result.cookie or b""
        self._has_further_page = bool(cookie)
        if cookie:
            self._empty_pages = 0 if answer.total else self._empty_pages + 1
            if self._empty_pages > _EMPTY_PAGES_MAX:
                raise Damaged("there are pages without end, and nothing on them")
            self._before_next(answer.total)
            self._ask(cookie)
