from readiness import Plan, Severity, Skip

from ._certificates import CertificateCountCheck


class CertificateCountCloudSync(CertificateCountCheck):
    """The object has more certificates than Entra ID takes from Cloud Sync.

    Entra ID refuses an object with more than 15 values. Entra Connect leaves the certificates out
    in that case; Cloud Sync is not known to do so, and then the whole object does not arrive.

    Fix: remove what has expired (Remove-ADSyncToolsExpiredCertificates of the module ADSyncTools,
    or Active Directory Users and Computers, Published Certificates).
    Step: remove-old-certificates: Remove old certificates from {who}.
    Risk: What was encrypted for a removed certificate can still be read: the private key is
    elsewhere.
    Prevents: LargeObject
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/tshoot-connect-largeobjecterror-usercertificate
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/tshoot-connect-sync-errors
    Since: 0.1
    """

    id = "certificate-count-cloud-sync"
    severity = Severity.ERROR

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        if plan.sync_tool != "cloud-sync":
            raise Skip("the plan is not Cloud Sync")
