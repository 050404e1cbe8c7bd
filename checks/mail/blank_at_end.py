from readiness import RECIPIENTS, Plan, Severity, Skip, ValueCheck


class AddressBlankAtEnd(ValueCheck):
    """An address begins or ends with white space, which Cloud Sync is not known to trim.

    Entra Connect trims mail and proxyAddresses; of Cloud Sync nothing of the kind is documented,
    and neither attribute may hold white space: the address may not arrive.

    Fix: type the address anew (Active Directory Users and Computers, Attribute Editor), or take the
    proposed one: `Set-ADUser ana -EmailAddress ana@contoso.com`.
    See: https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/reference-connect-sync-functions-reference#trim
    Since: 0.1
    """

    id = "address-blank-at-end"
    severity = Severity.WARNING
    kinds = RECIPIENTS
    reads = ("mail", "proxyAddresses")
    trusts_healthy = True

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        if plan.sync_tool != "cloud-sync":
            raise Skip("the plan is not Cloud Sync")

    def wrong(self, value: str) -> str | None:
        is_blank = not value.strip()  # which is another check's business
        return None if is_blank or value == value.strip() else "begins or ends with white space"

    def propose(self, value: str) -> str | None:
        return value.strip()
