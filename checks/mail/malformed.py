from readiness import (
    RECIPIENTS,
    Severity,
    ValueCheck,
    address_flaw,
    tidied_address,
)

MAX = 256  # https://learn.microsoft.com/windows/win32/adschema/a-mail


class MailMalformed(ValueCheck):
    """The mail attribute does not hold a mail address.

    Entra ID takes an address of a local part, one @ and a domain in ASCII, and drops anything
    else. A contact whose mail has no @ does not count as mail-enabled and stays out.

    Fix: correct the address (Active Directory Users and Computers, General, E-mail), or clear it:
    `Set-ADUser ana -Clear mail`.
    IdFix: Format, DomainPart, LocalPart
    See: https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
    See: https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/proxyaddresses-attribute-populate
    See: https://www.rfc-editor.org/rfc/rfc5322#section-3.4.1
    Since: 0.1
    """

    id = "mail-malformed"
    severity = Severity.WARNING
    kinds = RECIPIENTS
    reads = ("mail",)
    trusts_healthy = True

    def wrong(self, value: str) -> str | None:
        # Entra Connect trims mail:
        # https://learn.microsoft.com/entra/identity/hybrid/connect/reference-connect-sync-functions-reference#trim
        address = value.strip()
        if len(address) > MAX:
            return f"has {len(address)} characters; {MAX} are allowed"
        return address_flaw(address) if address else "is blank"

    def propose(self, value: str) -> str | None:
        return tidied_address(value)
