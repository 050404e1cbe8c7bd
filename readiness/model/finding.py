"""What a check says about an entry, and how grave that is."""

from __future__ import annotations

from enum import IntEnum
from functools import cached_property
from typing import NamedTuple


class Severity(IntEnum):
    """What a finding means for the person whose account it is."""

    __hash__ = int.__hash__  # an enumeration's own takes ten times as long

    INFO = 1
    """Worth knowing when planning; nobody notices anything."""
    WARNING = 2
    """The object synchronises, and something about it surprises or stops working."""
    ERROR = 3
    """The object does not arrive, or arrives with a name or address that nobody expects."""

    @cached_property
    def label(self) -> str:
        """The severity as reports and options write it."""
        return self.name.lower()


SUPPRESSED, KNOWN = "suppressed", "baseline"
"""The states of findings that do not count for the gate; one that counts has none."""


class Finding(NamedTuple):
    """One thing that one check has to say about one entry; sorts in the order of the report."""

    check: str
    dn: str
    attribute: str
    value: str | None
    message: str
    """Finishes the sentence "*value* ...". What it quotes of the directory stands in “quotes”."""
    proposal: str | None = None
    related: tuple[str, ...] = ()
    """The DNs of other entries that are part of the matter, the first few of them."""
    ordinal: int = 0
    severity: Severity | None = None
    """Set where it is milder than what its check says of others."""

    def about(self, dn: str, ordinal: int) -> Finding:
        """The same about an entry."""
        check, _, attribute, value, message, proposal, related, _, severity = self
        # not by _replace, which takes thrice as long
        return Finding(check, dn, attribute, value, message, proposal, related, ordinal, severity)


class Withdrawal(NamedTuple):
    """Takes back what a check says about one entry, since another entry excuses it."""

    check: str
    ordinal: int


class FindingRow(NamedTuple):
    """A finding with all that a report says of it: the one row that is stored, redacted, written.

    The fields are in the order of the JSON report. Those behind `message` are completed when a
    report reads the finding: see `findings` of the pipeline. The others are known when it is made,
    and are added in `rows`. A new one may be None, since earlier reports, which are read, lack it.
    """

    check: str
    severity: Severity
    dn: str
    """Empty for a finding about the whole directory."""
    kind: str
    guid: str | None
    attribute: str
    value: str | None
    message: str
    proposal: str | None
    related: tuple[str, ...]
    source: str
    """The location of the source; empty for a finding about the whole directory."""
    line: int | None
    """That of the entry's `dn:` in an LDIF file."""
    fingerprint: str
    state: str | None = None
    """SUPPRESSED (somebody accepted it), KNOWN (it is in the baseline) or None."""
    suppression: str | None = None
    """Why it is suppressed, if it is."""
