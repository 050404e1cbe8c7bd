"""What an apply or undo did, as its journal tells.

A journal is JSON lines: a head, then an `intent` before each request and an outcome after it. It
holds old values, and no password.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from readiness.errors import UsageError
from readiness.remediation.repair_plan.change import Edit, digest_of
from readiness.remediation.repair_plan.json_shape import EDIT, Shape, fits

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


SCHEMA = "readiness-journal/1"
_HEAD = json.dumps({"schema": SCHEMA}).encode()[:-1]
"""How each journal begins."""
_PLAN = b'"schema": "readiness-plan/'


class Result(StrEnum):
    """What became of a change."""

    DONE = "done"
    ALREADY_DONE = "already-done"
    REFUSED = "refused"
    """Nothing was sent: the object is not as the plan knows it."""
    FAILED = "failed"
    """The server refused the request, so nothing was changed."""
    UNKNOWN = "unknown"
    """The request was sent and no answer came; the object could not be read again."""


_HEADS: Shape = dict.fromkeys(
    ("action", "plan", "domain", "server", "user", "host", "started"), str
)
_INTENT: Shape = {"intent": str, "guid": str, "dn": str, "edits": [EDIT], "shared_with": [str]}
_OUTCOME: Shape = {"outcome": str, "result": str, "message": str}
_UNCERTAIN = (None, Result.UNKNOWN)
"""The outcomes of a request that may have been carried out."""


@dataclass(frozen=True)
class Head:
    """What was applied, where and by whom."""

    action: str
    """`apply` or `undo`."""
    plan: str
    """The digest of the plan's content, or of the journal that is undone."""
    domain: str
    """The DNS name of the domain that was written to."""
    server: str
    user: str
    host: str
    """The computer that it was started on."""
    started: str

    @property
    def digest(self) -> str:
        """What tells the journal from others."""
        return digest_of(vars(self))


@dataclass
class Record:
    """One change in a journal."""

    change: str
    guid: str
    dn: str
    edits: tuple[Edit, ...]
    domain: str = ""
    """The DNS name of the domain that it was written to."""
    shared_with: frozenset[str] = frozenset()
    """The GUIDs of those who held before, too, what the object gave up."""
    result: Result | None = None
    """None after an intent without an outcome: the run was killed in between."""
    message: str = ""


@dataclass
class Journal:
    """A journal that was read."""

    head: Head
    records: dict[str, Record] = field(default_factory=dict)
    """The last record of each change, in the order in which they were begun."""

    @property
    def done(self) -> list[Record]:
        """The changes that were made, in their order."""
        return [record for record in self.records.values() if record.result is Result.DONE]

    def sent(self, domain: str) -> list[Record]:
        """The changes that were made in a domain, or may have been, in their order.

        A request without a known outcome may have been carried out. To take it back does no harm
        where it was not: the object is then as it was.
        """
        return [
            record
            for record in self.records.values()
            if record.edits
            and record.domain == domain
            and record.result in {Result.DONE, *_UNCERTAIN}
        ]


def is_begun(path: Path) -> bool:
    """Whether a file is more than the beginning of a head: who was killed there has done nothing.

    Whatever else is in it is somebody's, and never cut off.
    """
    try:
        held = path.read_bytes()
        return b"\n" in held or not (_HEAD.startswith(held) or held.startswith(_HEAD))
    except FileNotFoundError:
        return False
    except OSError:
        return True  # whoever reads it says why it cannot be read


def read(path: Path) -> Journal:
    """What a journal says; a last line that was cut short by a kill is left out.

    Raises:
        UsageError: it cannot be read, or is no journal.
    """
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise UsageError(f"the journal {path} cannot be read: {error.strerror}") from error
    if not lines or not lines[0].startswith(_HEAD):
        what = "is a plan, and" if _PLAN in b"".join(lines[:2]) else "is"
        raise UsageError(f"{path} {what} no journal: “readiness apply” writes one, beside its plan")
    parsed: list[dict[str, Any]] = []
    for number, line in enumerate(lines, start=1):
        try:
            parsed.append(json.loads(line))
        except (ValueError, RecursionError) as error:
            if number < len(lines):  # the run was killed while it wrote the last one
                raise UsageError(f"{path} is damaged in line {number}: {error}") from error
    try:
        return _journal(parsed)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise UsageError(f"{path} is no journal, or a damaged one: {error}") from error


def _journal(lines: Iterable[dict[str, Any]]) -> Journal:
    journal: Journal | None = None
    domain = ""
    for line in lines:
        if "schema" in line:
            if line["schema"] != SCHEMA:
                raise ValueError(f"its schema is “{line['schema']}”")
            # each run that goes on with a journal writes a head: the first one names the plan, and
            # the last one the domain, since a plan is applied in one domain after the other
            _require(line, _HEADS)
            head = Head(*(line[part.name] for part in fields(Head)))
            journal, domain = journal or Journal(head), head.domain
        elif journal is None:
            raise ValueError("it does not begin with a head")
        elif "intent" in line:
            _require(line, _INTENT)
            edits = tuple(map(Edit.from_json, line["edits"]))
            shared = frozenset(line["shared_with"])
            record = Record(line["intent"], line["guid"], line["dn"], edits, domain, shared)
            # the last that was begun comes last, also where it is made again
            journal.records.pop(record.change, None)
            journal.records[record.change] = record
        else:
            _require(line, _OUTCOME)
            if not _was_done(journal, line):
                _settle(journal, line)
    if journal is None:
        raise ValueError("the run that began it was killed before it did anything")
    return journal


def _require(line: dict[str, Any], shape: Shape) -> None:
    if not fits(line, shape):
        raise ValueError("something in it is no text, or no list, that should be one")


def _was_done(journal: Journal, line: dict[str, Any]) -> bool:
    """Whether a change was made, and a later run only found it so, or could not make it again."""
    record = journal.records.get(line["outcome"])
    return record is not None and record.result is Result.DONE


def _settle(journal: Journal, line: dict[str, Any]) -> None:
    """Note an outcome; of a change that nothing was sent for there was no intent."""
    record = journal.records.get(line["outcome"])
    result = Result(line["result"])
    if record is None:
        record = journal.records[line["outcome"]] = Record(line["outcome"], "", "", ())
    # “already done” after an intent means that the request, of which no outcome was known, was
    # carried out: it is ours to take back
    was_sent = record.result in _UNCERTAIN and bool(record.edits)
    record.result = Result.DONE if was_sent and result is Result.ALREADY_DONE else result
    record.message = line["message"]
