"""Reads what was predicted, in the order of the sources: persons joined, contests settled."""

from __future__ import annotations

import marshal
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from readiness.cloud.contested import Contest, contested
from readiness.cloud.record import CloudRecord
from readiness.pipeline.preview.contests import CONTESTS
from readiness.pipeline.preview.predictions import RECORDS, Before
from readiness.storage.sorted_runs import sorted_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def records(folder: Path) -> Iterator[tuple[CloudRecord, Before | None]]:
    """What each object in scope will be, and what it is today if that differs."""
    contests = _contests(folder)
    at, of_object = next(contests, (-1, ()))
    for ordinal, rows in groupby(sorted_rows(folder, RECORDS), key=itemgetter(0)):
        _, _, octets = next(rows)  # of the person, where it is part of one
        if not octets:
            continue  # and the person has its place elsewhere
        before, fields = marshal.loads(octets)  # noqa: S302 - a file of our own
        record = CloudRecord.of_row(fields)
        while -1 < at < ordinal:
            at, of_object = next(contests, (-1, ()))
        if at == ordinal:
            record = contested(record, of_object)
        yield record, before and Before._make(before)


def _contests(folder: Path) -> Iterator[tuple[int, tuple[Contest, ...]]]:
    """By the ordinal of the object, sorted."""
    for ordinal, rows in groupby(sorted_rows(folder, CONTESTS), key=itemgetter(0)):
        yield ordinal, tuple(Contest._make(row[1:]) for row in rows)
