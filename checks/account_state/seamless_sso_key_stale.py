from collections.abc import Iterator
from datetime import timedelta

from readiness import Entry, Finding, Plan, Severity, filetime, to_filetime

from ._seamless_sso import SeamlessSsoCheck

# https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-sso-faq
MAX_AGE = timedelta(days=30)


class SeamlessSsoKeyStale(SeamlessSsoCheck):
    """The key of seamless single sign-on has not been changed for more than 30 days.

    Who knows the key of the computer account AZUREADSSOACC can sign in to the cloud as anybody.
    Nothing renews it: Microsoft asks to roll it over at least every 30 days.

    Fix: `Update-AzureADSSOForest` on the server of Entra Connect, once in each forest, and again
    every 30 days; or remove the account if seamless single sign-on is not in use.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-sso-faq
    Since: 0.1
    """

    id = "seamless-sso-key-stale"
    severity = Severity.WARNING
    reads = ("sAMAccountName", "pwdLastSet")

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self.limit = to_filetime(plan.now - MAX_AGE)

    def examine(self, entry: Entry) -> Iterator[Finding]:
        stamp = entry.number("pwdLastSet")
        if stamp is None or stamp >= self.limit or not self.is_meant(entry):
            return
        changed = filetime(stamp)
        age = f"{(self.plan.now - changed).days} days ago" if stamp and changed else "never"
        message = f"says that the key was last changed {age}"
        yield self.finding(entry, "pwdLastSet", str(stamp), message)
