from readiness import AccountControl, Kind, Plan, Severity, Sign

from ._account import OptionCheck, require_model


class SmartCardRequired(OptionCheck):
    """The user has to sign in with a smart card, and so has a password that nobody knows.

    The domain controller makes up a random password, and that is what password hash synchronisation
    brings to the cloud, where no smart card is asked for. Entra Connect before 2.4.18.0 may leave
    an older password valid there when the flag is set again.

    Fix: use certificate-based authentication or another method without a password in Entra ID;
    bring Entra Connect up to date and run a full password hash synchronisation.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-password-hash-synchronization
    Since: 0.1
    """

    id = "smart-card-required"
    severity = Severity.WARNING
    sign_of = Sign.SMART_CARDS
    # not of an inetOrgPerson, whose password is not synchronised in any case
    kinds = frozenset({Kind.USER})
    option = AccountControl.SMART_CARD_REQUIRED
    says = "requires a smart card (SMARTCARD_REQUIRED)"

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        require_model(plan, "password-hash-sync")
