"""Decodes a text in JSON, of which no more than one value, or some small ones, are in memory."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from readiness.sources.ldif.block_splitter import RECORD_MAX
from readiness.sources.ldif.utf8_stream import Unreadable, text_chunks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

T = TypeVar("T")

_BETWEEN = re.compile(r"[\s,]*")
_NEXT = re.compile(r"\s{0,99},?\s{0,99}(?=\{\s{0,99}\"[^\"\\]{0,99}\"\s{0,99}:)")
"""What parts an object from one behind it, which begins with a name; short, since it is sought."""
_TOGETHER = 256 * 1024
"""So many characters are taken for objects at a time: some hundred of a directory's."""
_LITERAL = len("\\uD83D\\uDE00")
"""The longest piece of JSON that can be cut short, but for strings, which the decoder tells."""


class Alike(NamedTuple):
    """The text of objects that seem to be alike, with commas or line ends between them."""

    line: int
    """That of the first."""
    text: str

    def objects(self, decoder: json.JSONDecoder) -> Iterator[tuple[int, Any]]:
        """The objects, or what else stands there, each with the line on which it begins.

        Raises:
            JSONDecodeError: the text is damaged.
            RecursionError: it is nested too deeply.
        """
        at, line = 0, self.line
        while at < len(self.text):
            value, end = decoder.raw_decode(self.text, at)
            yield line, value
            between = _BETWEEN.match(self.text, end)
            end = between.end() if between else end
            line += self.text.count("\n", at, end)
            at = end


class JsonText:
    """A text in JSON of which a part is in memory, and a place in it."""

    def __init__(self, file: IO[bytes], again: str) -> None:
        """Take a file in UTF-8, and what to tell somebody whose file is damaged to do."""
        self._again = again
        self._chunks = text_chunks(file)
        self._text = ""
        self._at = 0
        self._are_alike = True
        self.line = 1
        """The line of the next character."""

    @property
    def is_at_end(self) -> bool:
        """Whether nothing is left."""
        return self._at == len(self._text) and not self._read_on()

    def skip_blanks(self) -> None:
        """Go to what comes next; commas between values are nothing to us."""
        while True:
            match = _BETWEEN.match(self._text, self._at)
            self._advance(match.end() if match else self._at)
            if self._at < len(self._text) or not self._read_on():
                return

    def take(self, character: str) -> bool:
        """Whether this character comes next, and if so, go behind it."""
        is_next = self._text.startswith(character, self._at)
        if is_next:
            self._advance(self._at + 1)
        return is_next

    def decode(self, decoder: json.JSONDecoder) -> tuple[int, Any]:
        """The next value, and the line on which it begins.

        Raises:
            Unreadable: it is damaged, cut short, nested too deeply, or too long.
        """
        while True:
            try:
                value, end = decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                # more of the text may complete it; twice as much each time, so that a long value
                # is not begun again for every piece
                is_cut = error.pos > len(self._text) - _LITERAL or "Unterminated" in error.msg
                wanted = 2 * (len(self._text) - self._at)
                if not is_cut or wanted > RECORD_MAX or not self._read_on(wanted):
                    raise self._damaged(error.msg) from error
            except RecursionError as error:  # from the decoder, which calls itself for every level
                raise self._damaged("it is nested too deeply") from error
            else:
                # a number that ends with what has been read may go on behind it
                if end < len(self._text) or isinstance(value, dict | list) or not self._read_on():
                    break
        line = self.line
        self._advance(end)
        return line, value

    def decode_alike(self, decode: Callable[[Alike], T | None]) -> T | None:
        """What `decode` makes of the objects that follow, many at once.

        None if it makes nothing of them, or if they seem not to be alike.
        """
        parted = _NEXT.match(self._text, self._at) if self._are_alike else None
        if not parted:
            return None
        if self._at + _TOGETHER > len(self._text):
            self._read_on(_TOGETHER)  # rather than to find out by an object that is cut short
        begin = self._at + len(parted[0])
        name = self._text[begin : self._text.index(":", begin)]
        # an inner object may begin so, too: then this is no list of whole values, and not decoded
        end = self._text.rfind(f"}}{parted[0]}{name}", begin, self._at + _TOGETHER) + 1
        if not end:
            self._are_alike = self._at + _TOGETHER > len(self._text)
            return None
        line = self.line + self._text.count("\n", self._at, begin)
        decoded = decode(Alike(line, self._text[begin:end]))
        if decoded is None:  # then the rest is decoded one by one, too: no text is decoded often
            self._are_alike = False
        else:
            self._advance(end)
        return decoded

    def _damaged(self, why: str) -> Unreadable:
        return Unreadable(
            f"line {self.line}: the JSON is damaged ({why}) or cut short; {self._again}"
        )

    def _advance(self, end: int) -> None:
        self.line += self._text.count("\n", self._at, end)
        self._at = end

    def _read_on(self, size: int = 1) -> bool:
        """Drop what is behind, and read until there is so much; whether there was any more."""
        pieces = [self._text[self._at :]]
        held = len(pieces[0])
        is_more = False
        while held < max(size, 1) or not is_more:
            chunk = next(self._chunks, "")
            if not chunk:
                break
            is_more = True
            pieces.append(chunk)
            held += len(chunk)
        self._text, self._at = "".join(pieces), 0
        return is_more
