import re

from readiness import GROUPS, Severity, ValueCheck

from ._group import is_foreign

# Identities such as Authenticated Users are no accounts of any domain; those begin with S-1-5-21:
# https://learn.microsoft.com/windows-server/identity/ad-ds/manage/understand-security-identifiers
_OF_A_DOMAIN = re.compile(r"CN=S-1-5-21-", re.IGNORECASE)


class GroupMemberForeign(ValueCheck):
    """A member of the group belongs to another forest.

    A foreign security principal stands for it. The membership synchronises only if the container
    ForeignSecurityPrincipals and the account in its own forest are both in scope; otherwise the
    member is missing in the cloud. Built-in identities such as Authenticated Users always are.

    Fix: synchronise the other forest, too, and tick CN=ForeignSecurityPrincipals in the filter of
    the organisational units; or replace the member.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/concept-azure-ad-connect-sync-user-and-contacts
    Since: 0.1
    """

    id = "group-member-foreign"
    severity = Severity.WARNING
    kinds = GROUPS
    reads = ("member",)
    trusts_healthy = True

    def wrong(self, value: str) -> str | None:
        if not is_foreign(value):
            return None
        if _OF_A_DOMAIN.match(value):
            return "stands for an account of another forest, which must be in scope, too"
        return "stands for a built-in identity, which the cloud does not have"
