"""What blocks hold, whatever their line ends and their encoding, and what is wrong with them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from readiness.sources.ldif.batch_reader import Page
from readiness.sources.ldif.block_splitter import RECORD_MAX
from readiness.sources.ldif.record_reader import Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from readiness.columns.batch import Batch
    from readiness.sources.ldif.batch_reader import Harvest
    from readiness.sources.ldif.block_splitter import Block

TOO_LONG = (
    f"the record is longer than {RECORD_MAX // 1024 // 1024} MiB and is left out;"
    " is this an LDIF file?"
)
UNFINISHED = (
    "the last line has no line end, so the file may be cut short: export or copy it again,"
    " or end it with an empty line if it is complete"
)
NOT_UTF8 = (
    "the text from here on is not UTF-8, so some values cannot be read:"
    " export it again (ldifde -u, ldapsearch and ldbsearch write Unicode)"
)
_FOLDED_CHARACTER = re.compile(rb"([\xc0-\xff][\x80-\xbf]*)\n ([\x80-\xbf]+)")


def page_of(block: Block, line: int, harvest: Harvest) -> Page:
    """What a block holds, whose first line has this number.

    Raises:
        Change: a record is a modify, delete or modrdn.
    """
    if block.skipped:
        return Page([], block.skipped, [Problem(line, TOO_LONG)])
    if page := harvest.read_at_once(block.octets, line):
        return page
    content, is_utf8 = _normal(block.octets)
    page = harvest.read(content, line)._replace(starts=b"")
    if not is_utf8:
        page.problems.append(Problem(line, NOT_UTF8))
    if content and not content.endswith(b"\n"):
        page.problems.append(Problem(line + page.lines, UNFINISHED))
    return page


def batches_again(
    octets: bytes, line: int, harvest: Harvest, numbers: Sequence[int] | None = None
) -> list[Batch]:
    """The entries of a block that was read before; of a plain one those of these numbers."""
    page = harvest.read_at_once(octets, line, numbers)
    return (page or harvest.read(_normal(octets)[0], line, numbers)).batches


def _normal(octets: bytes) -> tuple[bytes, bool]:
    """A block in UTF-8 with LF line ends, and whether it really was UTF-8."""
    unix = octets.replace(b"\r", b"")
    if unix.isascii():
        return unix, True
    try:
        unix.decode()
    except UnicodeDecodeError:
        # a line may be folded in the middle of a character: move the fold behind it
        unix = _FOLDED_CHARACTER.sub(rb"\1\2\n ", unix)
    else:
        return unix, True
    text = unix.decode("utf-8", "backslashreplace")
    octets = text.encode()
    return octets, octets == unix
