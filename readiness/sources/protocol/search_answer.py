"""The answer to one search: its entries while they arrive, within limits, and how it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.sources.protocol import ber
from readiness.sources.protocol.errors import SUCCESS, Damaged
from readiness.sources.protocol.operations import LdapResult

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from readiness.sources.protocol.ber import Message
    from readiness.sources.protocol.operations import LdapEntry

_PAGE_BYTES_MAX = 1 << 30
"""More than any page has: a thousand entries of a photograph and a group each take some 200 MB."""
_OTHERS_MAX = 1000
"""So many messages of an answer may be something else than entries: references above all."""


class SearchAnswer:
    """The answer to one search: its entries while they arrive, and then how it ended."""

    def __init__(
        self, receive: Callable[[], Message], number: int, most: int, *, is_paged: bool
    ) -> None:
        """Wait for nothing yet; `receive` waits for the next message of the answer.

        `number` is that of the request, and the server may send so many entries at most.
        """
        self._receive = receive
        self._number = number
        self._most = most
        self._is_paged = is_paged
        self.total = 0
        """The number of entries so far."""
        self.size = 0
        """The bytes of all messages so far."""
        self.references: list[str] = []
        """The URLs of servers that have further parts of what was searched."""
        self.result: LdapResult = LdapResult(-1)
        """How it ended, once all entries have been read."""

    def __iter__(self) -> Iterator[LdapEntry]:
        """The entries, decoded when they are asked for; only once.

        Raises:
            Damaged: what arrives is not an answer to the search.
            ConnectionLost: the connection broke, or the time for the answer is over.
        """
        return map(self.decoded, self.messages())

    def messages(self) -> Iterator[bytes]:
        """The entries as they were sent, which takes a fraction of the memory; only once.

        Raises:
            Damaged: what arrives is not an answer to the search.
            ConnectionLost: the connection broke, or the time for the answer is over.
        """
        others = 0
        while True:
            message = self._receive()
            self.size += len(message.bytes)
            if message.tag == ber.ENTRY:
                self.total += 1
                yield message.bytes
            elif message.tag == ber.SEARCH_DONE:
                self.result = ber.result(message)
                break
            else:
                others += 1
                self._take(message)
            too_many = self.total > self._most or others > _OTHERS_MAX
            if too_many or self.size > _PAGE_BYTES_MAX:
                raise Damaged("an answer has more than was asked for")
        # to take it for the last page would lose the rest of the directory in silence
        if self._is_paged and self.result.code == SUCCESS and self.result.cookie is None:
            raise Damaged("the answer does not say whether there are further pages")

    def decoded(self, message: bytes) -> LdapEntry:
        """One of the entries that were sent; also when another request is under way.

        Raises:
            Damaged: a tag, a length or a name is not what it should be.
        """
        entry = ber.entry(message, self._number)
        if entry is None:
            raise Damaged("an entry that is none")
        return entry

    def _take(self, message: Message) -> None:
        if message.tag == ber.REFERENCE:
            self.references += ber.references(message)
        elif message.tag != ber.INTERMEDIATE:
            raise Damaged("an answer to something else than the search")
