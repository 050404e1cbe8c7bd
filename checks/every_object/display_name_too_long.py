from readiness import RECIPIENTS, Severity, ValueCheck, string_limits


class DisplayNameTooLong(ValueCheck):
    """The display name is longer than Entra ID takes it.

    The object does not arrive, since it cannot exist without a display name. The schema of Active
    Directory allows no longer one, either; an extended schema or another directory does.

    Fix: shorten the display name: Set-ADUser ana -DisplayName "Ana Silva".
    Step: shorten-display-name: Shorten the display name of {who}.
    Risk: The new name is seen in every address list.
    Prevents: ExceededAllowedLength
    IdFix: Length
    See: https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
    Since: 0.1
    """

    id = "display-name-too-long"
    severity = Severity.ERROR
    kinds = RECIPIENTS
    reads = ("displayName",)
    trusts_healthy = True

    def wrong(self, value: str) -> str | None:
        if len(value) <= string_limits.DISPLAY_NAME_MAX:
            return None
        return f"has {len(value)} characters; at most {string_limits.DISPLAY_NAME_MAX} are allowed"
