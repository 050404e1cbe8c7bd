from collections.abc import Iterator

from readiness import GROUPS, Check, Entry, Finding, Severity

from ._group import common_name


class GroupWithoutDisplayName(Check):
    """The group has no display name.

    A group cannot exist in the cloud without one. Entra Connect takes the common name instead,
    which people know from no address list.

    Fix: give the group a display name: Set-ADGroup "Sales" -DisplayName "Sales department".
    See: https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
    """

    id = "group-without-display-name"
    severity = Severity.ERROR
    kinds = GROUPS
    reads = ("displayName",)
    plain = {"displayName": r"(?s:\s*+\S.*)"}
    expects = ("displayName",)

    def examine(self, entry: Entry) -> Iterator[Finding]:
        value = entry.first("displayName")
        if not (value and value.strip()):
            message = "is blank" if value is not None else "has no display name"
            proposal = common_name(entry.dn)
            yield self.finding(
                entry,
                "displayName",
                value,
                f"{message}; Entra Connect takes the common name instead",
                proposal=proposal,
            )
