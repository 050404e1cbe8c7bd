from collections.abc import Iterator

from readiness import CONTACTS, Check, Entry, Finding, Scope, Severity, absent, blank, split_proxy


class ContactMailMissing(Check):
    """The contact has no mail and does not arrive in the cloud.

    The sync engine recognises contacts by their mail and leaves those without it out, whatever
    their proxy addresses: the contact is missing from the address list and from its groups.

    Fix: set the mail of the contact (Active Directory Users and Computers, General, E-mail).
    Step: give-contact-mail: Give {who} a mail address, or leave them out of scope.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/concept-azure-ad-connect-sync-default-configuration
    Since: 0.1
    """

    id = "contact-mail-missing"
    severity = Severity.ERROR
    kinds = CONTACTS
    reads = ("mail", "proxyAddresses")
    when = absent("mail") | blank("mail")
    scope = Scope.OUT

    def examine(self, entry: Entry) -> Iterator[Finding]:
        # only where that is the reason: mail would not bring in what stays out for another one
        if entry.out_of_scope == "contact-without-mail":
            mail = entry.first("mail")
            state = "is missing" if mail is None else "is blank"
            message = f"{state}, so that the contact does not synchronise"
            yield self.finding(entry, "mail", mail, message, proposal=_primary_address(entry))


def _primary_address(entry: Entry) -> str | None:
    for kind, address in map(split_proxy, entry.all("proxyAddresses")):
        # only the primary one: which of the others is meant, nobody can say
        if kind == "SMTP":
            return address
    return None
