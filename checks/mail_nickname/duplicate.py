from readiness import RECIPIENTS, Key, Severity, SharedKeyCheck, fold


class MailNicknameDuplicate(SharedKeyCheck):
    """Two objects have the same mailNickname.

    Entra ID builds an `onmicrosoft.com` address of the alias. The object that synchronises first
    gets it; the address of each other one has four random digits, and so has the sign-in name of a
    user whose own cannot be used.

    Fix: give all but one of them another alias with the Exchange tools
    (`Set-Mailbox ben -Alias ben.okoro`), or by
    `Set-ADUser ben -Replace @{mailNickname='ben.okoro'}`.
    IdFix: Duplicate
    See: https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/proxyaddresses-attribute-populate
    See: https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
    Since: 0.1
    """

    id = "mail-nickname-duplicate"
    severity = Severity.WARNING
    kinds = RECIPIENTS
    reads = ("mailNickname",)
    keys = (Key("nickname", "mailNickname", fold),)
