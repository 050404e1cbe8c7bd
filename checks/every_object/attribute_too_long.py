from readiness import Severity, string_limits

from ._strings import StringCheck


class AttributeTooLong(StringCheck):
    """A value is longer than Entra ID takes it.

    The schema of Active Directory allows longer values in extensionAttribute11 to 15 alone; an
    extended schema or another directory does in others. The value does not arrive as it is, and may
    keep other changes of the object from arriving.

    Fix: shorten the value (Active Directory Users and Computers, or Set-ADUser).
    Prevents: ExceededAllowedLength
    IdFix: Length
    See: https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
    See: https://learn.microsoft.com/graph/api/resources/user
    Since: 0.1
    """

    id = "attribute-too-long"
    severity = Severity.WARNING
    reads = tuple(string_limits.LIMITS)
    trusts_healthy = True

    def fault(self, attribute: str, value: str) -> str | None:
        limit = string_limits.LIMITS[attribute]
        if len(value) <= limit:
            return None
        return f"has {len(value)} characters; at most {limit} are allowed"
