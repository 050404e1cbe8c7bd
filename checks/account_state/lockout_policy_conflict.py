from collections.abc import Iterator

from readiness import Check, Entry, Finding, Kind, Plan, Scope, Severity, Sign, present

from ._account import require_model

# https://learn.microsoft.com/entra/identity/authentication/howto-password-smart-lockout
ENTRA_THRESHOLD = 10
FACTOR = 2
ENTRA_SECONDS = 60
TICKS_A_SECOND = 10_000_000
# https://learn.microsoft.com/windows/win32/adschema/a-lockoutduration
UNTIL_UNLOCKED = {0, -(2**63)}


class LockoutPolicyConflict(Check):
    """The domain locks accounts before, or for longer than, the smart lockout of Entra ID.

    Smart lockout keeps attackers on the internet from locking people out of their computers: with
    pass-through authentication it has to stop them before the domain counts too many attempts. The
    threshold of the domain must be at least twice that of Entra ID, which is 10 by default, and
    Entra ID must lock for longer than the domain, where its default is one minute.

    Fix: raise the threshold of the domain (Group Policy Management, Account Lockout Policy) to 20
    or more, or lower that of Entra ID; raise the lockout duration of Entra ID above that of the
    domain (Microsoft Entra admin center, Authentication methods, Password protection).
    See: https://learn.microsoft.com/entra/identity/authentication/howto-password-smart-lockout
    Since: 0.1
    """

    id = "lockout-policy-conflict"
    severity = Severity.WARNING
    sign_of = Sign.LOCKOUT_POLICY
    # the policy stands at the root of the domain, which the sync engine never takes in
    kinds = frozenset({Kind.OTHER})
    reads = ("objectClass", "lockoutThreshold", "lockoutDuration")
    when = present("lockoutThreshold")
    scope = Scope.OUT

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        require_model(plan, "pass-through")

    def examine(self, entry: Entry) -> Iterator[Finding]:
        classes = {name.lower() for name in entry.all("objectClass")}
        threshold = entry.number("lockoutThreshold")
        # only the policy of the domain itself counts; a threshold of 0 locks nobody out
        if "domaindns" not in classes or not threshold:
            return
        if threshold < FACTOR * ENTRA_THRESHOLD:
            message = (
                f"is less than {FACTOR} times the {ENTRA_THRESHOLD} attempts that Entra ID allows"
                " by default"
            )
            yield self.finding(entry, "lockoutThreshold", str(threshold), message)
        duration = entry.number("lockoutDuration")
        if duration is None:
            return
        # spans of time are negative numbers in Active Directory:
        # https://learn.microsoft.com/windows/win32/adschema/a-lockoutduration
        seconds = -duration // TICKS_A_SECOND
        if duration in UNTIL_UNLOCKED:
            span = "until an administrator unlocks them"
        elif seconds >= ENTRA_SECONDS:
            span = f"for {seconds // 60} min"
        else:
            return
        message = f"locks accounts {span}, and Entra ID for {ENTRA_SECONDS} seconds by default"
        yield self.finding(entry, "lockoutDuration", str(duration), message)
