"""How many certificates of one object Entra ID takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness import CONTACTS, USERS, Check, Entry, Finding, several

if TYPE_CHECKING:
    from collections.abc import Iterator

# https://learn.microsoft.com/entra/identity/hybrid/connect/tshoot-connect-largeobjecterror-usercertificate
COUNT_MAX = 15


class CertificateCountCheck(Check):
    """A check of objects with too many certificates."""

    kinds = USERS | CONTACTS
    reads = ("userCertificate", "userSMIMECertificate")
    when = several("userCertificate", COUNT_MAX) | several("userSMIMECertificate", COUNT_MAX)

    def examine(self, entry: Entry) -> Iterator[Finding]:
        """Count the certificates of each attribute."""
        # each by itself: the limit is one of the values of an attribute, not of those of an object
        for attribute in self.reads:
            count = len(entry.raw(attribute))
            if count > COUNT_MAX:
                message = f"has {count} values; at most {COUNT_MAX} are allowed"
                yield self.finding(entry, attribute, None, message)
