from collections.abc import Iterator

from readiness import AccountControl, Check, Entry, Finding, Kind, Plan, Severity

from ._account import PLAIN_CONTROL, control, is_enabled, require_model


class SmartCardRequired(Check):
    """The user has to sign in with a smart card, and so has a password that nobody knows.

    The domain controller makes up a random password, and that is what password hash synchronisation
    brings to the cloud, where no smart card is asked for. Entra Connect before 2.4.18.0 may leave
    an older password valid there when the flag is set again.

    Fix: use certificate-based authentication or another method without a password in Entra ID;
    bring Entra Connect up to date and run a full password hash synchronisation.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-password-hash-synchronization
    """

    id = "smart-card-required"
    severity = Severity.WARNING
    kinds = frozenset({Kind.USER})
    reads = ("userAccountControl",)
    plain = {"userAccountControl": PLAIN_CONTROL}

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        require_model(plan, "password-hash-sync")

    def examine(self, entry: Entry) -> Iterator[Finding]:
        if AccountControl.SMART_CARD_REQUIRED in control(entry) and is_enabled(entry):
            value = entry.first("userAccountControl")
            message = "requires a smart card (SMARTCARD_REQUIRED)"
            yield self.finding(entry, "userAccountControl", value, message)
