from readiness import RECIPIENTS, Severity, ValueCheck

from ._alias import MAX


class MailNicknameTooLong(ValueCheck):
    """The mailNickname is longer than 64 characters.

    Neither Exchange nor Entra ID takes a longer alias: the object is not synchronised with it.

    Fix: shorten the alias with the Exchange tools (`Set-Mailbox ana -Alias ana`), or by
    `Set-ADUser ana -Replace @{mailNickname='ana'}`.
    Step: shorten-alias: Shorten the alias of {who}.
    Prevents: ExceededAllowedLength
    IdFix: Length
    See: https://learn.microsoft.com/powershell/module/exchange/set-mailbox
    See: https://learn.microsoft.com/graph/api/resources/user
    Since: 0.1
    """

    id = "mail-nickname-too-long"
    severity = Severity.ERROR
    kinds = RECIPIENTS
    reads = ("mailNickname",)
    trusts_healthy = True

    def wrong(self, value: str) -> str | None:
        return f"has {len(value)} characters; {MAX} are allowed" if len(value) > MAX else None
