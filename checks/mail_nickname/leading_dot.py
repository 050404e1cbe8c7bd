from readiness import RECIPIENTS, Severity, ValueCheck


class MailNicknameLeadingDot(ValueCheck):
    """The mailNickname begins with a dot.

    Entra ID does not take such an alias, and no address can be built of it.

    Fix: remove the dot with the Exchange tools (`Set-Mailbox ana -Alias ana`), or by
    `Set-ADUser ana -Replace @{mailNickname='ana'}`.
    Step: respell-alias: Take the leading dot from the alias of {who}.
    IdFix: Character
    See: https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
    Since: 0.1
    """

    id = "mail-nickname-leading-dot"
    severity = Severity.ERROR
    kinds = RECIPIENTS
    reads = ("mailNickname",)
    trusts_healthy = True

    def wrong(self, value: str) -> str | None:
        return "begins with a dot" if value.startswith(".") else None

    def propose(self, value: str) -> str | None:
        return value.lstrip(".") or None
