"""What the checks of accounts that nobody should synchronise share."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from readiness import USERS, Check, Severity, why_kept_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readiness import Entry, Finding, KeptOut


class KeepOutCheck(Check):
    """A check of accounts of one purpose, of which no other check has anything to say."""

    severity = Severity.WARNING
    kinds = USERS
    reads = ("sAMAccountName", "userPrincipalName")
    for_kept_out = True
    purpose: ClassVar[KeptOut]
    attribute: ClassVar[str] = "sAMAccountName"
    """What the account is known by."""

    def examine(self, entry: Entry) -> Iterator[Finding]:
        """Yield that the account is to be kept out, if it has that purpose."""
        if why_kept_out(entry) is self.purpose:
            message = f"belongs to an account that {self.purpose.value}: keep it out of the sync"
            yield self.finding(entry, self.attribute, entry.first(self.attribute), message)
