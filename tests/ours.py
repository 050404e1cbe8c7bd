"""A check of somebody's own."""

from collections.abc import Iterator

from readiness import USERS, Check, Entry, Finding, Severity


class DescriptionMissing(Check):
    """The user has no description.

    Fix: write one.
    See: https://contoso.com
    """

    id = "description-missing"
    severity = Severity.INFO
    kinds = USERS
    reads = ("description",)

    def examine(self, entry: Entry) -> Iterator[Finding]:
        """Yield a finding for every user without one."""
        if not entry.first("description"):
            yield self.finding(entry, "description", None, "is missing")
