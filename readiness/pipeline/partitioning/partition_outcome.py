"""What became of one partition: what was counted in it, and what went wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from readiness.model.counts import Counts
from readiness.pipeline.partitioning.export_contents import ExportContents

if TYPE_CHECKING:
    from pathlib import Path

    from readiness.sources.ldif.batch_reader import BlockContent
    from readiness.sources.ldif.block_splitter import Block
    from readiness.sources.ldif.record_reader import LineProblem, LineWarning

_ENDING = 256
"""So many bytes of the end of a partition are kept: what tools write behind the last entry."""
PROBLEMS = 100
"""So many problems of a partition are told one by one; the others are counted."""
WARNINGS = 10
"""The same of warnings, which are often the same one line after the other."""


@dataclass
class PartitionOutcome:
    """What became of one partition."""

    number: int
    counts: Counts = field(default_factory=Counts)
    contents: ExportContents = field(default_factory=ExportContents)
    lines: int = 0
    octets: int = 0
    change: LineProblem | None = None
    """Set if the partition is a list of changes; nothing after that line was read."""
    problems: list[LineProblem] = field(default_factory=list)
    """The first of them, each with its line, counted from the beginning of the partition."""
    unlisted: int = 0
    """The number of further problems."""
    warnings: list[LineWarning] = field(default_factory=list)
    """The first of them, as problems."""
    unlisted_warnings: int = 0
    failure: str | None = None
    """Why the partition could not be read to its end."""
    ending: bytes = b""
    """The last of its bytes."""

    def add(self, block: Block, content: BlockContent) -> None:
        """Take note of a block that was read."""
        room = max(PROBLEMS - len(self.problems), 0)
        self.problems += content.problems[:room]
        self.unlisted += len(content.problems[room:])
        room = max(WARNINGS - len(self.warnings), 0)
        self.warnings += content.warnings[:room]
        self.unlisted_warnings += len(content.warnings[room:])
        if block.rows:
            self.contents.add_table(block.rows.attributes)
        else:
            self.contents.look_for_sign(block.data)
        self.lines += content.lines
        self.octets += len(block.data)
        # the end of an export may say that the search behind it was cut short
        self.ending = block.data[-_ENDING:]


def candidates_of(folder: Path, number: int) -> Path:
    """The file of the candidates of a partition: rows of an ordinal and a shared hash, sorted."""
    return folder / f"candidates-of-{number}"
