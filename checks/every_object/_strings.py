"""The strings of an object that arrive in the cloud as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness import RECIPIENTS, Entry, Finding, ValueCheck, visible_text

if TYPE_CHECKING:
    from collections.abc import Iterator

# What Entra ID takes; Active Directory holds most of them to the same length by its schema.
# https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
# https://learn.microsoft.com/graph/api/resources/user
LIMITS = {
    "givenName": 64,
    "middleName": 64,
    "sn": 64,
    "title": 128,
    "department": 64,
    "company": 64,
    "streetAddress": 1024,
    "l": 128,
    "st": 128,
    "postalCode": 40,
    "co": 128,
    "telephoneNumber": 64,
    "mobile": 64,
    "employeeID": 16,
}
DISPLAY_NAME_MAX = 256
UNLIMITED = (
    "description",
    "facsimileTelephoneNumber",
    "homePhone",
    "info",
    "ipPhone",
    "pager",
    "physicalDeliveryOfficeName",
    "postOfficeBox",
)
"""No limit is documented for these."""
MULTI_LINE = frozenset({"info", "streetAddress"})
"""Active Directory Users and Computers offers several lines for these."""
NEVER_TRIMMED = frozenset({"displayName", "employeeID", "middleName", "physicalDeliveryOfficeName"})
"""Entra Connect is not known to trim these, as it does the others.

https://github.com/microsoft/AADConnectConfigDocumenter
"""


PLAIN = {
    "displayName": visible_text(DISPLAY_NAME_MAX),
    **{attribute: visible_text(limit) for attribute, limit in LIMITS.items()},
    **{attribute: visible_text(1024) for attribute in UNLIMITED},
}
"""Values that are neither too long nor hide anything."""


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
