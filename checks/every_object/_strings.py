"""The strings of an object that arrive in the cloud as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness import RECIPIENTS, Entry, Finding, ValueCheck, string_limits

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXTS = ("displayName", *string_limits.LIMITS, *string_limits.UNLIMITED)
MULTI_LINE = frozenset({"info", "streetAddress"})
"""Active Directory Users and Computers offers several lines for these."""
NEVER_TRIMMED = frozenset({"displayName", "employeeID", "middleName", "physicalDeliveryOfficeName"})
"""Entra Connect is not known to trim these, as it does the others.

https://github.com/microsoft/AADConnectConfigDocumenter
"""


class StringCheck(ValueCheck):
    """A check of single values that depends on the attribute of each."""

    kinds = RECIPIENTS

    def fault(self, attribute: str, value: str) -> str | None:
        """What is wrong with a value of an attribute, as the end of the sentence "*value* ..."."""
        raise NotImplementedError

    def better(self, attribute: str, value: str) -> str | None:  # noqa: ARG002 - a default
        """A better value of the attribute."""
        return None

    def judge(self, entry: Entry, attribute: str, value: str) -> Iterator[Finding]:
        """Ask `fault` about a value."""
        message = self.fault(attribute, value)
        if message is not None:
            better = self.better(attribute, value)
            yield self.finding(entry, attribute, value, message, proposal=better)
