from readiness import Severity

from ._upn import NameCheck


class UpnStrayDot(NameCheck):
    """The userPrincipalName begins with a dot, or has two in a row.

    Entra ID takes such a name, but no mail address can be made of it: whoever gets a mailbox has to
    be given another address than the name that they sign in with.

    Fix: delete the dot (Active Directory Users and Computers, Account, User logon name).
    IdFix: Format
    See: https://www.rfc-editor.org/rfc/rfc5322#section-3.4.1
    See: https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
    Since: 0.1
    """

    id = "upn-stray-dot"
    severity = Severity.WARNING

    def wrong(self, value: str) -> str | None:
        local, _, domain = value.partition("@")
        # that this is no name at all, upn-malformed tells
        if not domain or "@" in domain:
            return None
        if local.startswith("."):
            return "begins with a dot"
        # one just before the @ is another check's business
        return "has two dots in a row" if ".." in local.rstrip(".") else None
