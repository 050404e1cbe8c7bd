from collections.abc import Iterator

from readiness import RECIPIENTS, Check, Entry, Finding, Severity, present


class CriticalSystemObjectFalse(Check):
    """The object says that it is no critical system object, where others say nothing.

    Only objects of Active Directory itself have isCriticalSystemObject. Microsoft's pages
    contradict each other: by one, an object is left out where the attribute is TRUE, by another
    wherever it is present. If the object does not arrive, this is why.

    Fix: `Set-ADObject "CN=Ana Silva,OU=Staff,DC=contoso,DC=com" -Clear isCriticalSystemObject`,
    where the directory lets you; or create the object anew.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/concept-azure-ad-connect-sync-default-configuration
    See: https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/objects-dont-sync-ad-sync-tool
    Since: 0.1
    """

    id = "critical-system-object-false"
    severity = Severity.INFO
    kinds = RECIPIENTS
    reads = ("isCriticalSystemObject",)
    when = present("isCriticalSystemObject")

    def examine(self, entry: Entry) -> Iterator[Finding]:
        value = entry.first("isCriticalSystemObject")
        # TRUE is never met here: it leaves the object out, and the check sees those in scope
        if value is not None:
            message = "is present, and may keep the object out although it is not TRUE"
            yield self.finding(entry, "isCriticalSystemObject", value, message)
