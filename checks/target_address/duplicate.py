from readiness import RECIPIENTS, Key, Severity, SharedKeyCheck, fold


class TargetAddressDuplicate(SharedKeyCheck):
    """Two objects forward to the same targetAddress.

    A targetAddress belongs to one object. The object that synchronises first keeps it; the others
    are rejected, or their mail is not forwarded.

    Fix: give each object the address of its own mailbox, with the Exchange tools
    (`Set-RemoteMailbox -RemoteRoutingAddress`, `Set-MailContact -ExternalEmailAddress`), or clear
    it where the object forwards nothing: `Set-ADUser ben -Clear targetAddress`.
    Step: settle-target-address: Decide who of {who} keeps each forwarding address that several
    hold.
    Risk: Mail is forwarded only for the one who keeps it.
    IdFix: Duplicate
    See: https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
    Since: 0.1
    """

    id = "target-address-duplicate"
    severity = Severity.ERROR
    kinds = RECIPIENTS
    reads = ("targetAddress",)
    keys = (Key("target", "targetAddress", fold),)
