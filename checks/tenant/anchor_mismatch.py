from readiness import ForecastCheck, Severity


class TenantAnchorMismatch(ForecastCheck):
    """The object's twin in the cloud is tied to another source anchor.

    The tenant has an object with the address, the sign-in name or the security identifier of this
    one, and it has another source anchor. Where the security identifier is the same, it is the same
    account, whose anchor has changed: by a migration, or by another choice of the anchor. Otherwise
    the address belongs to somebody else, who is synchronised already.

    Fix: for the same account, write the octets of the tenant's immutableId into
    mS-DS-ConsistencyGuid: `Set-ADUser ana -Replace
    @{'mS-DS-ConsistencyGuid'=[Convert]::FromBase64String('…')}`. For another one, take the address
    from one of the two.
    Step: settle-anchors: Give {who} the source anchors that the tenant knows, or other addresses.
    Prevents: AttributeValueMustBeUnique, InvalidSoftMatch
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/tshoot-connect-sync-errors
    Since: 0.1
    """

    id = "tenant-anchor-mismatch"
    severity = Severity.ERROR
    outcome = "anchor-mismatch"
