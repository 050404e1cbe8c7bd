from collections.abc import Iterator

from readiness import (
    RECIPIENTS,
    UNTIDY_ADDRESSES,
    Check,
    Entry,
    Finding,
    Severity,
    fold,
    is_discarded,
    lasting_primary,
)


class MailDiffersFromPrimarySmtp(Check):
    """The mail attribute names another address than the primary SMTP address.

    As soon as proxyAddresses holds anything, Entra ID ignores mail: in the cloud, the mail address
    is the primary address of proxyAddresses, the one with SMTP in capitals. An address that has a
    fault of its own is left to the checks of that fault.

    Fix: enter the primary address as mail (Active Directory Users and Computers, General, E-mail);
    or, if mail is right, make it the primary address: Attribute Editor, proxyAddresses,
    `SMTP:` before it and `smtp:` before all others.
    IdFix: MailMatch
    See: https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/objects-dont-sync-ad-sync-tool
    See: https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/proxyaddresses-attribute-populate
    Since: 0.1
    """

    id = "mail-differs-from-primary-smtp"
    severity = Severity.WARNING
    kinds = RECIPIENTS
    reads = ("mail", "proxyAddresses")
    consults = ("userPrincipalName",)
    when = UNTIDY_ADDRESSES

    def examine(self, entry: Entry) -> Iterator[Finding]:
        mail = entry.first("mail")
        if mail is None:
            return
        same = fold(mail)
        primary = None
        for value in entry.all("proxyAddresses"):
            proxy = value.strip()
            if proxy.startswith("SMTP:"):
                # any of several will do, of which proxy-address-primary-multiple tells
                if fold(proxy[5:]) == same:
                    return
                primary = primary or proxy[5:]
        if not primary or is_discarded(primary) or is_discarded(mail.strip()):
            return
        lasting = lasting_primary(entry, self.plan)
        message = f"is not the primary SMTP address, which is “{primary}”"
        # none where the primary address is to change itself: mail would have to follow it again
        proposal = lasting if fold(lasting or "") == fold(primary) else None
        yield self.finding(entry, "mail", mail, message, proposal=proposal)
