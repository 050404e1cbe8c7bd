from collections.abc import Iterator

from readiness import (
    USERS,
    AccountControl,
    Check,
    Entry,
    Finding,
    Scope,
    Severity,
    present,
    why_kept_out,
)


class UserLeftOutUnexpectedly(Check):
    """An enabled account is left out, since its recipient type is one of Exchange's own objects.

    Entra Connect filters users by msExchRecipientTypeDetails. Those of Exchange itself, such as
    arbitration and discovery mailboxes, are disabled; where somebody signs in, the value was edited
    by hand, and the person never arrives, without an error anywhere.

    Fix: if it is a person, set the type that the mailbox really has, with the Exchange tools
    (`Set-Mailbox ana -Type Regular`), or clear the value where there is no mailbox:
    `Set-ADUser ana -Clear msExchRecipientTypeDetails`.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/concept-azure-ad-connect-sync-default-configuration
    See: https://www.mistercloudtech.com/2016/05/18/reference-to-msexchrecipientdisplaytype-msexchrecipienttypedetails-and-msexchremoterecipienttype-values/
    Since: 0.1
    """

    id = "user-left-out-unexpectedly"
    severity = Severity.WARNING
    kinds = USERS
    scope = Scope.OUT
    reads = (
        "msExchRecipientTypeDetails",
        "sAMAccountName",
        "userAccountControl",
        "userPrincipalName",
    )
    when = present("msExchRecipientTypeDetails")

    def examine(self, entry: Entry) -> Iterator[Finding]:
        control = entry.number("userAccountControl")
        # an export without userAccountControl does not say that somebody signs in
        if entry.out_of_scope != "exchange-system-recipient" or control is None:
            return
        # a HealthMailbox and its like are meant to stay out, enabled or not
        if not control & AccountControl.DISABLED and why_kept_out(entry) is None:
            kind = entry.first("msExchRecipientTypeDetails")
            message = "is the type of an object of Exchange itself, and the account is enabled"
            yield self.finding(entry, "msExchRecipientTypeDetails", kind, message)
