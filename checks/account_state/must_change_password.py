from collections.abc import Iterator

from readiness import Check, Entry, Finding, Kind, Plan, Severity, Sign, unlike

from ._account import is_enabled, require_model


class MustChangePassword(Check):
    """The user must change the password at the next logon.

    Password hash synchronisation does not synchronise such a temporary password unless
    `UserForcePasswordChangeOnLogonEnabled` is on: the user has to sign in on the premises first, or
    keeps the old password in the cloud. A user who is new in Entra ID is created with the order to
    change the password, which only works with password writeback.

    Fix: let the user sign in to Windows and change the password; or enable self-service password
    reset with writeback and `UserForcePasswordChangeOnLogonEnabled`, then set the flag anew.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-password-hash-synchronization
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/choose-ad-authn
    Since: 0.1
    """

    id = "must-change-password"
    severity = Severity.WARNING
    sign_of = Sign.TEMPORARY_PASSWORDS
    # not of an inetOrgPerson, whose password is not synchronised in any case
    kinds = frozenset({Kind.USER})
    reads = ("pwdLastSet", "userAccountControl")
    # whatever is not plainly a time is left to `examine`
    when = unlike("pwdLastSet", "[1-9][0-9]*+")

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        require_model(plan, "password-hash-sync")

    def examine(self, entry: Entry) -> Iterator[Finding]:
        if entry.number("pwdLastSet") == 0 and is_enabled(entry):
            message = "says that the password must be changed at the next logon"
            yield self.finding(entry, "pwdLastSet", "0", message)
