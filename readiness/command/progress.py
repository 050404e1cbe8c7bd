"""Tells the person at a terminal how far a scan has come."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from readiness.command.settings.settings import ReportSettings
    from readiness.sources.source import Source


@contextmanager
def progress(
    sources: Sequence[Source], report: ReportSettings
) -> Iterator[Callable[[int, int], None]]:
    """A function to tell the entries and octets that have been read so far."""
    if report.no_progress or report.quiet or not sys.stderr.isatty():
        yield lambda *_: None
        return
    started = time.monotonic()
    sizes = [source.size for source in sources]
    total = sum(size or 0 for size in sizes) if all(sizes) else 0

    def tell(entries: int, octets: int) -> None:
        rate = entries / max(time.monotonic() - started, 0.001)
        share = f", {min(octets / total, 1):.0%}" if total else ""
        click.echo(f"\r{entries:,} objects, {rate:,.0f} a second{share}\x1b[K", err=True, nl=False)

    try:
        yield tell
    finally:
        click.echo("\r\x1b[K", err=True, nl=False)
