"""The pages of one search, each with the next one already under way."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from readiness.sources.live.ranged_values import completed
from readiness.sources.protocol.errors import BUSY, SUCCESS, UNAVAILABLE, Busy, search_error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from readiness.sources.live.search_filter import Query
    from readiness.sources.protocol.ber import Raw
    from readiness.sources.protocol.session import Answer, Session

ATTEMPTS = 5
"""So often a request is made that the server is too busy for."""


class Page(NamedTuple):
    """What one request brought."""

    entries: Iterable[Raw]
    """Decoded while they are looked at: a thousand entries at once cost three times the time."""
    references: list[str]


def pages(
    session: Session,
    query: Query,
    page_size: int,
    *,
    before_next: Callable[[], None] | None,
    pause: Callable[[float], None],
) -> Iterator[Page]:
    """The pages of a search to its end.

    The next page is asked for before the current one is handed on, so that the server works while
    we do. With `before_next`, which may wait, it is asked for afterwards.

    Raises:
        NotSearched: the search ended with something other than success, after what came before.
        Busy: the server was too busy for the first page.
        Lost: the connection broke.
    """
    session.ask(query, page_size)
    cookie, is_first = b"", True
    while True:
        answer = _answer(session, query, page_size, cookie, pause)
        done, cookie = answer.done, answer.done.cookie
        if is_first and done.code in (BUSY, UNAVAILABLE) and not answer.total:
            raise Busy(str(search_error(done, query.base)))
        is_last = done.code != SUCCESS or not cookie
        # there is one request at a time, and the further values of an attribute are requests too
        waits = is_last or answer.is_ranged or before_next is not None
        if not waits:
            session.ask(query, page_size, cookie)
        entries: Iterable[Raw] = answer.entries
        if answer.is_ranged and done.code == SUCCESS:
            entries = (completed(session, entry) for entry in entries)
        yield Page(entries, answer.references)
        if done.code != SUCCESS:
            raise search_error(done, query.base)
        if is_last:
            return
        is_first = False
        if before_next:
            before_next()
        if waits:
            session.ask(query, page_size, cookie)


def _answer(
    session: Session, query: Query, page_size: int, cookie: bytes, pause: Callable[[float], None]
) -> Answer:
    """The answer to the request that was made; the request is made again if the server is busy."""
    for attempt in range(ATTEMPTS):
        answer = session.answer()
        is_busy = answer.done.code in (BUSY, UNAVAILABLE) and not answer.total
        if not is_busy or attempt == ATTEMPTS - 1:
            break
        pause(2.0**attempt)
        session.ask(query, page_size, cookie)
    return answer
