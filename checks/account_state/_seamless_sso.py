"""The computer account behind seamless single sign-on."""

from __future__ import annotations

from readiness import Check, Entry, Kind, Scope, contains

# the quick start calls it AZUREADSSOACC, the questions and answers AZUREADSSO:
# https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-sso-quick-start
# https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-sso-faq
NAMES = frozenset({"azureadssoacc", "azureadsso"})


class SeamlessSsoCheck(Check):
    """A check of that account, which the sync engine itself leaves out."""

    kinds = frozenset({Kind.COMPUTER})
    scope = Scope.ANY
    when = contains("sAMAccountName", "AZUREADSSO")

    def is_meant(self, entry: Entry) -> bool:
        """Whether the entry is the account."""
        return (entry.first("sAMAccountName") or "").lower().removesuffix("$") in NAMES
