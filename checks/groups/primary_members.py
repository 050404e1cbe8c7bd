from readiness import USERS, Severity, ValueCheck

# Domain Users and Domain Guests, which are critical system objects and never synchronise:
# https://learn.microsoft.com/windows-server/identity/ad-ds/manage/understand-security-identifiers
USUAL = ("513", "514")


class GroupPrimaryMembers(ValueCheck):
    """The user is a member of a group by its primary group, which the cloud does not see.

    Active Directory keeps that one membership with the user, as primaryGroupID, and not with the
    group. The sync engine looks at the members of the group only: in the cloud, the user is not in
    it.

    Fix: make Domain Users the primary group again (Active Directory Users and Computers, Member
    Of, Set Primary Group), which turns the membership into an ordinary one.
    See: https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/exclude-user-primary-group
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/concept-azure-ad-connect-sync-user-and-contacts
    Since: 0.1
    """

    id = "group-primary-members"
    severity = Severity.WARNING
    kinds = USERS
    reads = ("primaryGroupID",)

    def wrong(self, value: str) -> str | None:
        if value in USUAL:
            return None
        return "is the primary group instead of Domain Users; that membership does not synchronise"
