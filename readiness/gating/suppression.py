"""Findings that somebody has accepted, for a reason and for a time."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from readiness.directory.identifiers.distinguished_name import fold_dn

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

SCOPES = ("dn", "ou", "guid", "fingerprint")
"""What a suppression is about, beside a check: one of these."""


@dataclass(frozen=True)
class Suppression:
    """One [[suppress]] of readiness.toml."""

    check: str
    """The id of a check, or a pattern: `upn-*`, `*`."""
    scope: str
    """One of SCOPES."""
    value: str
    """Folded as findings are: a DN or GUID in lower case."""
    reason: str
    owner: str | None
    expires: date | None
    """The last day on which it holds; None: for ever."""
    where: str
    """The file and line where it stands."""

    def covers(self, dn: str, guid: str | None, fingerprint: str) -> bool:
        """Whether a finding of the check is meant; the DN is folded."""
        if self.scope == "fingerprint":
            return fingerprint == self.value
        if self.scope == "guid":
            return guid is not None and guid.lower() == self.value
        return dn == self.value or (self.scope == "ou" and dn.endswith(f",{self.value}"))

    def is_expired(self, today: date) -> bool:
        """Whether its last day is over."""
        return self.expires is not None and self.expires < today


@dataclass(frozen=True)
class SuppressionOutcome:
    """What became of a suppression."""

    suppression: Suppression
    is_expired: bool
    findings: int
    """The findings that it covers; they count again if it is expired."""

    @property
    def warning(self) -> str | None:
        """What somebody should do about it, if anything."""
        rule = self.suppression
        if self.is_expired:
            return (
                f"{rule.where}: the suppression of {rule.check} expired on {rule.expires}, and what"
                f" it covers counts again ({self.findings:,}): fix it, or decide again"
            )
        if not self.findings:
            return f"{rule.where}: the suppression of {rule.check} covers nothing: remove it"
        return None


class Suppressions:
    """All suppressions, counting what they cover."""

    def __init__(self, rules: Sequence[Suppression], today: date) -> None:
        """Take the rules as they stand on a day."""
        self.rules = rules
        self._today = today
        self._covered = dict.fromkeys(rules, 0)
        self._by_check: dict[str, list[Suppression]] = {}

    def of(self, check: str, dn: str, guid: str | None, fingerprint: str) -> Suppression | None:
        """The suppression in force that covers a finding."""
        # findings come check by check, so patterns are matched once for each of them
        rules = self._by_check.get(check)
        if rules is None:
            # not fnmatch, which on Windows takes capitals for small letters
            rules = [rule for rule in self.rules if fnmatchcase(check, rule.check)]
            self._by_check[check] = rules
        in_force = None
        folded = fold_dn(dn) if rules else dn
        for rule in rules:
            if rule.covers(folded, guid, fingerprint):
                self._covered[rule] += 1  # also by one that is over: its end is told with numbers
                if in_force is None and not rule.is_expired(self._today):
                    in_force = rule
        return in_force

    def outcomes(self) -> tuple[SuppressionOutcome, ...]:
        """What became of each, once all findings have been seen."""
        return tuple(
            SuppressionOutcome(rule, rule.is_expired(self._today), self._covered[rule])
            for rule in self.rules
        )
