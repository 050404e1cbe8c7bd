from readiness import RECIPIENTS, Severity, ValueCheck, visible

from ._alias import INVALID


class MailNicknameInvalidCharacter(ValueCheck):
    """The mailNickname has a character that does not survive in the cloud.

    The alias may have ASCII letters, digits, ``! # % * + - / = ? ^ _ ~ $ ' ` { } |``, and dots
    between them; an ampersand is not supported together with Entra Connect. Anything else is
    replaced, for the most part by an underscore, in the alias and in the addresses that are built
    of it.

    Fix: correct the alias with the Exchange tools (`Set-Mailbox ana -Alias ana.silva`), or by
    `Set-ADUser ana -Replace @{mailNickname='ana.silva'}`.
    IdFix: Character
    See: https://learn.microsoft.com/powershell/module/exchange/set-mailbox
    See: https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
    Since: 0.1
    """

    id = "mail-nickname-invalid-character"
    severity = Severity.WARNING
    kinds = RECIPIENTS
    reads = ("mailNickname",)
    trusts_healthy = True

    def wrong(self, value: str) -> str | None:
        found = dict.fromkeys(INVALID.findall(value))
        if found:
            return f"has characters that no alias may have: {' '.join(map(visible, found))}"
        rest = value.lstrip(".")  # leading dots are another check's business
        if rest.endswith("."):
            return "ends with a dot"
        return "has two dots in a row" if ".." in rest else None

    def propose(self, value: str) -> str | None:
        # nothing takes the place of a wrong character: nobody knows how the alias was meant
        better = value.strip().rstrip(".")
        return better if better and self.wrong(better) is None else None
