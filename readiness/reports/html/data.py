"""The findings as the script of the HTML report reads them: columns, in blocks, deflated."""

from __future__ import annotations

import base64
import json
import zlib
from typing import TYPE_CHECKING, Any

from readiness.model.values import visible
from readiness.reports.escaping import json_harmless
from readiness.reports.html.dn_display import path_of, split
from readiness.reports.html.parts.duplicates import group_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from readiness.model.finding import FindingRow

CAP = 250_000
"""So many findings are in a page at most: a browser can still open it."""
PLAIN = 5_000
"""Below so many findings the page needs no inflating, which old browsers cannot do."""
_BLOCK = 4096
_BASE64 = 3 * (1 << 14)
"""Octets that are encoded at a time, a multiple of three."""
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def lines(head: dict[str, Any], findings: Iterable[FindingRow]) -> Iterator[str]:
    """Lines of JSON: the head, and then blocks of findings, column by column."""
    yield _encode(head) + "\n"
    groups = _Groups()
    block: list[FindingRow] = []
    for finding in findings:
        block.append(finding)
        if len(block) == _BLOCK:
            yield _encode(_columns(block, groups)) + "\n"
            block = []
    if block:
        yield _encode(_columns(block, groups)) + "\n"


def inert(text: Iterable[str]) -> Iterator[str]:
    """JSON that may stand in an HTML script element: nothing in it ends the element."""
    escapes = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
    return (json_harmless(line).translate(escapes) for line in text)


def deflated(text: Iterable[str]) -> Iterator[str]:
    """The same, deflated and in base64."""
    press = zlib.compressobj(9)  # as small as can be: a report is written once and mailed often
    waiting = bytearray()
    for line in text:
        waiting += press.compress(line.encode("utf-8", "backslashreplace"))
        # base64 of a multiple of three ends without padding, so that the pieces join
        ready = len(waiting) - len(waiting) % _BASE64
        if ready:
            yield base64.b64encode(waiting[:ready]).decode("ascii")
            del waiting[:ready]
    yield base64.b64encode(waiting + press.flush()).decode("ascii")


def _columns(block: Sequence[FindingRow], groups: _Groups) -> dict[str, Any]:
    """The findings of a block; what repeats is a number in a list of what there is."""
    # most objects share a few hundred containers: each is written once a block
    split_names = [split(finding.dn) for finding in block]
    containers, container = _coded(parent for _, parent in split_names)
    return {
        "check": _coded(finding.check for finding in block),
        "kind": _coded(finding.kind for finding in block),
        "attribute": _coded(finding.attribute for finding in block),
        "message": _coded(visible(finding.message) for finding in block),
        "source": _coded(finding.source for finding in block),
        "state": _coded(finding.state for finding in block),
        "suppression": _coded(finding.suppression for finding in block),
        "container": ([(parent, path_of(parent)) for parent in containers], container),
        "rdn": [rdn for rdn, _ in split_names],
        "guid": [(finding.guid or "").replace("-", "") for finding in block],
        "fingerprint": [finding.fingerprint.removeprefix("v1:") for finding in block],
        "value": [finding.value for finding in block],
        "proposal": [
            None if finding.proposal is None else visible(finding.proposal) for finding in block
        ],
        "line": [finding.line for finding in block],
        "group": [
            (row, *groups.of(finding)) for row, finding in enumerate(block) if finding.related
        ],
    }


def _coded(values: Iterable[Any]) -> tuple[list[Any], list[int]]:
    """The different values, and which of them each one is."""
    numbers: dict[Any, int] = {}
    column = [numbers.setdefault(value, len(numbers)) for value in values]
    return list(numbers), column


class _Groups:
    """Numbers the groups of objects that share something, and lists each one's objects once."""

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}

    def of(self, finding: FindingRow) -> tuple[int] | tuple[int, list[str]]:
        """The number of a finding's group and, at first sight, the other objects in it."""
        # the hash and not the key: a million duplicates would hold a million lists of DNs
        key = hash(group_key(finding))
        known = key in self._numbers
        number = self._numbers.setdefault(key, len(self._numbers))
        return (number,) if known else (number, list(finding.related))
