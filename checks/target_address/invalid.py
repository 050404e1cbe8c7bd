import re

from readiness import (
    ADDRESS_TYPE,
    RECIPIENTS,
    Severity,
    ValueCheck,
    address_flaw,
    split_proxy,
    tidied_address,
    unroutable,
    visible,
)

# https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
MAX = 256
INVALID = re.compile(r"[^!-~]|[\\<>();,\[\]\"]")


class TargetAddressInvalid(ValueCheck):
    r"""The targetAddress is none to which Exchange Online can forward.

    It must be a type and an address, as in `SMTP:ana@contoso.mail.onmicrosoft.com`, of at most
    256 characters, in a public domain, without white space and without `\ < > ( ) ; , [ ] "`.
    Otherwise it is not synchronised, and mail to the person is not forwarded. Entra Connect does
    not trim it.

    Fix: correct it with the Exchange tools (`Set-RemoteMailbox ana -RemoteRoutingAddress
    ana@contoso.mail.onmicrosoft.com`, `Set-MailUser`, `Set-MailContact -ExternalEmailAddress`), or
    without them in the Attribute Editor of Active Directory Users and Computers.
    Step: mend-target-address: Mend or remove the forwarding address of {who}.
    Risk: Mail that is forwarded today may stay in the mailbox.
    IdFix: Format, DomainPart, LocalPart
    See: https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
    Since: 0.1
    """

    id = "target-address-invalid"
    severity = Severity.ERROR
    kinds = RECIPIENTS
    reads = ("targetAddress",)
    trusts_healthy = True

    def wrong(self, value: str) -> str | None:
        if len(value) > MAX:
            return f"has {len(value)} characters; {MAX} are allowed"
        if value != value.strip():
            return "begins or ends with white space, which is not trimmed"
        kind, address = split_proxy(value)
        if not ADDRESS_TYPE.fullmatch(kind):
            return "has no type in front, such as SMTP:"
        return _wrong(address) if kind.lower() == "smtp" else None

    def propose(self, value: str) -> str | None:
        kind, address = split_proxy(value)
        if kind.lower() in {"smtp", ""}:
            address = tidied_address(address) or address
        better = f"{kind or 'SMTP'}:{address}"
        return better if self.wrong(better) is None else None


def _wrong(address: str) -> str | None:
    if not address:
        return "has nothing behind its type"
    found = dict.fromkeys(INVALID.findall(address))
    if found:
        return f"has characters that no targetAddress may have: {' '.join(map(visible, found))}"
    if ":" in address:
        return "has another colon behind its type"
    wrong = address_flaw(address)
    if wrong is not None:
        return wrong
    reason = unroutable(address.rpartition("@")[2].lower())
    return None if reason is None else f"has a domain that {reason}"
