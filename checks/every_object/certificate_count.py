from readiness import Plan, Severity, Skip

from ._certificates import CertificateCountCheck


class CertificateCount(CertificateCountCheck):
    """The object has more certificates than Entra Connect exports.

    With more than 15 values, Entra Connect exports none of them at all, so that nobody can send
    encrypted mail to this recipient. Older versions than 1.1.524.0 fail with LargeObject.

    Fix: remove what has expired (Remove-ADSyncToolsExpiredCertificates of the module ADSyncTools,
    or Active Directory Users and Computers, Published Certificates).
    Prevents: LargeObject
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/tshoot-connect-largeobjecterror-usercertificate
    Since: 0.1
    """

    id = "certificate-count"
    severity = Severity.WARNING

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        if plan.sync_tool == "cloud-sync":
            raise Skip("the plan is Cloud Sync, for which certificate-count-cloud-sync counts")
