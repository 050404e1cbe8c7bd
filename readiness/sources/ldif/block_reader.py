"""Reads blocks whatever their line ends and their encoding, and says what is wrong with them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from readiness.sources.ldif.batch_reader import BlockContent
from readiness.sources.ldif.block_splitter import RECORD_MAX
from readiness.sources.ldif.record_reader import LineProblem

if TYPE_CHECKING:
    from readiness.sources.ldif.batch_reader import BatchReader
    from readiness.sources.ldif.block_splitter import Block, TableRows

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


def read_block(block: Block, line: int, reader: BatchReader) -> BlockContent:
    """What a block holds, whose first line has this number.

    Raises:
        ChangeRecord: a record is a modify, delete or modrdn.
    """
    if block.skipped:
        return BlockContent([], block.skipped, [LineProblem(line, TOO_LONG)])
    if block.rows:
        return _in_table(reader.read(block.data, line), block.rows, line, reader)
    # most blocks are plain: that nothing has to be normalised is found out by reading them
    if content := reader.read_compiled(block.data, line):
        return content
    ldif, is_utf8 = _normalised(block.data)
    content = reader.read(ldif, line)
    if not is_utf8:
        content.problems.append(LineProblem(line, NOT_UTF8))
    if ldif and not ldif.endswith(b"\n"):
        content.problems.append(LineProblem(line + content.lines, UNFINISHED))
    return content


def _in_table(
    content: BlockContent, rows: TableRows, line: int, reader: BatchReader
) -> BlockContent:
    """What a block holds whose records were made of these rows: with their lines and problems."""
    lines = [line + before for before in rows.lines]
    for batch in content.batches:
        batch.lines, lines = lines[: batch.size], lines[batch.size :]
    # what no check reads is not missed: PowerShell writes much that LDAP does not know
    problems = [
        LineProblem(line + before, message)
        for before, message, attribute in rows.problems
        if attribute is None or attribute in reader.attributes
    ]
    return BlockContent(content.batches, rows.line_count, problems)


def _normalised(data: bytes) -> tuple[bytes, bool]:
    """A block in UTF-8 with LF line ends, and whether it really was UTF-8.

    A CR that stands alone stays: to drop it would join lines, to take it for a line end might part
    a value. The record reader tells of it.
    """
    unix = data.replace(b"\r\n", b"\n")
    if unix.isascii():
        return unix, True
    try:
        unix.decode()
    except UnicodeDecodeError:
        # a line may be folded in the middle of a character: move the fold behind it
        unix = _FOLDED_CHARACTER.sub(rb"\1\2\n ", unix)
    else:
        return unix, True
    encoded = unix.decode("utf-8", "backslashreplace").encode()
    return encoded, encoded == unix
