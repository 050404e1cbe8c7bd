from collections.abc import Iterator

from readiness import USERS, Check, Entry, Finding, Plan, Severity, Sign, where_octets

from ._account import is_enabled

EVERY_HOUR = b"\xff" * 21
HOURS_A_WEEK = 168  # one bit each: https://learn.microsoft.com/windows/win32/adschema/a-logonhours
EFFECTS = {
    None: "pass-through authentication enforces that, password hash synchronisation ignores it",
    "password-hash-sync": "password hash synchronisation ignores that",
    "pass-through": "pass-through authentication enforces that in the cloud, too",
    "federated": "federation enforces that in the cloud, too",
}


class LogonHoursRestricted(Check):
    """The user may only sign in at certain hours.

    Pass-through authentication asks a domain controller and enforces the hours for cloud services,
    too, where people may not expect it. Password hash synchronisation ignores them: the user can
    sign in to the cloud at any time.

    Fix: decide whether the hours still matter (Active Directory Users and Computers, Account, Logon
    Hours); with password hash synchronisation, Conditional Access has to replace them.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/choose-ad-authn
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-pta-faq
    Since: 0.1
    """

    id = "logon-hours-restricted"
    severity = Severity.WARNING
    sign_of = Sign.LOGON_HOURS
    kinds = USERS
    reads = ("logonHours", "userAccountControl")
    when = where_octets("logonHours", lambda octets: octets != EVERY_HOUR)

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self.effect = EFFECTS[plan.identity_model]

    def examine(self, entry: Entry) -> Iterator[Finding]:
        octets = b"".join(entry.raw("logonHours")[:1])
        allowed = sum(octet.bit_count() for octet in octets)
        # of octets of another length, nobody can say which hours they mean
        if len(octets) * 8 == HOURS_A_WEEK != allowed and is_enabled(entry):
            message = f"allows {allowed} of {HOURS_A_WEEK} hours a week; {self.effect}"
            yield self.finding(entry, "logonHours", None, message)
