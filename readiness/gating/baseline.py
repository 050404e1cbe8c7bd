"""What was known before: the gate only judges what is new."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple, TextIO

from readiness.errors import UsageError
from readiness.gating.fingerprint import digest_of
from readiness.gating.previous_report import PreviousReport

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from readiness.model.finding import FindingRow

VERSION = "1.0"
_KEY = "readiness_baseline"


class BaselineOutcome(NamedTuple):
    """What became of the findings of the baseline."""

    location: str
    known: int
    """The findings of the baseline."""
    new: int
    """Findings that the baseline lacks, suppressed ones apart."""
    persisting: int
    """Findings that the baseline has."""
    fixed: int
    """Findings of the baseline that are gone. Only those of checks that ran are counted."""


class Baseline:
    """The fingerprints of findings that were known before, by check."""

    def __init__(self, location: str, known: dict[str, set[bytes]]) -> None:
        """Know these fingerprints, as octets."""
        self._location = location
        self._known = known
        self._seen: dict[str, set[bytes]] = {}

    def knows(self, check: str, fingerprint: str) -> bool:
        """Whether a finding was known before; takes note that it persists."""
        digest = digest_of(fingerprint)
        if digest not in self._known.get(check, ()):
            return False
        self._seen.setdefault(check, set()).add(digest)
        return True

    def outcome(self, ran: Collection[str], *, new: int, persisting: int) -> BaselineOutcome:
        """What became of it, once all findings of the checks that ran have been seen."""
        # a finding of a check that did not run may well be there still
        fixed = sum(
            len(known) - len(self._seen.get(check, ()))
            for check, known in self._known.items()
            if check in ran
        )
        known = sum(map(len, self._known.values()))
        return BaselineOutcome(self._location, known, new, persisting, fixed)


def read_baseline(path: Path) -> Baseline:
    """The baseline in a file: a JSON report, or what `write_baseline` wrote.

    A finding that was suppressed is not known: when its suppression ends, it counts.

    Raises:
        UsageError: the file is neither.
    """
    known: dict[str, set[bytes]] = {}
    written = _written(path)
    if written is not None:
        for check, fingerprints in written.items():
            known[check] = set(fingerprints)
    else:
        for finding in PreviousReport(path).findings():
            # what was suppressed was never decided about for good: it comes back with its end
            if finding.state != "suppressed":
                known.setdefault(finding.check, set()).add(digest_of(finding.fingerprint))
    return Baseline(str(path), known)


def _written(path: Path) -> dict[str, list[bytes]] | None:
    """What `write_baseline` wrote; None if the file is something else."""
    try:
        # Windows PowerShell puts a mark in front of UTF-8 when a file passes through it:
        # https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_character_encoding
        with path.open(encoding="utf-8-sig") as file:
            # told by its first line: a report of a million findings is not parsed for this
            if not file.readline().startswith(f'{{"{_KEY}":'):
                return None
            file.seek(0)
            facts = json.load(file)
        if facts[_KEY] != VERSION:
            raise UsageError(
                f"{path} is a baseline of version {facts[_KEY]}, which this release cannot read:"
                " write it again with --write-baseline"
            )
        return {
            str(check): [digest_of(f"v1:{digits}") for digits in digests]
            for check, digests in facts["findings"].items()
        }
    except OSError as error:
        raise UsageError(f"the baseline {path} cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UsageError(f"the baseline {path} is damaged: write it again") from error


def write_baseline(findings: Iterable[FindingRow], file: TextIO) -> None:
    """Write the fingerprints of findings, which tell nothing about people, by check."""
    known: dict[str, set[bytes]] = {}
    for finding in findings:
        if finding.state != "suppressed":
            known.setdefault(finding.check, set()).add(digest_of(finding.fingerprint))
    file.write(f'{{"{_KEY}": "{VERSION}",\n"findings": {{')
    # in order and a line each: under version control, only what is new or gone shows
    for number, (check, digests) in enumerate(sorted(known.items())):
        file.write(f'{"," if number else ""}\n"{check}": [\n')
        file.write(",\n".join(f'"{digest.hex()}"' for digest in sorted(digests)))
        file.write("]")
    file.write("\n}}\n")
