"""Reads a table of any kind into blocks of LDIF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.sources.ldif.recognise import Form
from readiness.sources.tables import csvde, export_csv, json_objects
from readiness.sources.tables.row_blocks import blocks

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO

    from readiness.sources.ldif.block_splitter import Block


def table_blocks(file: IO[bytes], form: Form) -> Iterator[Block]:
    """The entries of a table in UTF-8.

    Raises:
        Unreadable: the table is damaged beyond a row, or its values are no values.
    """
    reader = {Form.CSVDE: csvde, Form.EXPORT_CSV: export_csv, Form.JSON: json_objects}[form]
    return blocks(reader.rows(file))
