"""What tells the identity models apart, fact by fact.

https://learn.microsoft.com/entra/identity/hybrid/connect/choose-ad-authn
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from readiness.model.sign import Sign

if TYPE_CHECKING:
    from readiness.model.plan import IdentityModel

MODELS: dict[IdentityModel, str] = {
    "password-hash-sync": "Password hash synchronisation",
    "pass-through": "Pass-through authentication",
    "federated": "Federation",
}


class Signal(NamedTuple):
    """What a sign tells of, and what becomes of it under each model; None where it is no matter."""

    subject: str
    password_hash_sync: str | None
    pass_through: str | None
    federated: str | None


# https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-password-hash-synchronization
# https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-pta-faq
# https://learn.microsoft.com/entra/identity/hybrid/connect/tshoot-connect-pass-through-authentication
# https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-install-multiple-domains
# https://learn.microsoft.com/entra/identity/authentication/howto-password-smart-lockout
SIGNALS = {
    Sign.EXPIRED_ACCOUNTS: Signal(
        "Enabled accounts that have expired",
        "Stay active in the cloud, with the last password",
        "Are refused, as on the premises",
        "Are refused, as on the premises",
    ),
    Sign.TEMPORARY_PASSWORDS: Signal(
        "Accounts that must change the password first",
        "The temporary password is not synchronised unless ForcePasswordChangeOnLogOn is on",
        "Sign in after a change on the premises, or in the cloud with password writeback",
        "Sign in after a change on the premises",
    ),
    Sign.SMART_CARDS: Signal(
        "Accounts that have to use a smart card",
        "Get a random password; the cloud asks for no smart card",
        "Have no password that anybody knows",
        "Sign in with the smart card",
    ),
    Sign.INETORGPERSONS: Signal(
        "Accounts of the class inetOrgPerson",
        "Cannot sign in: their password is not synchronised",
        "Sign in",
        "Sign in",
    ),
    Sign.LOGON_HOURS: Signal(
        "Accounts with logon hours",
        "May sign in to the cloud at any hour",
        "Are refused outside their hours",
        "Are refused outside their hours",
    ),
    Sign.LOGON_WORKSTATIONS: Signal(
        "Accounts that may only use certain computers",
        None,
        "Cannot sign in unless the servers of all agents are on the list",
        None,
    ),
    Sign.LASTING_PASSWORDS: Signal(
        "Accounts whose password never expires",
        "As all others in the cloud, until CloudPasswordPolicyForPasswordSyncedUsersEnabled is on",
        "As on the premises",
        "As on the premises",
    ),
    Sign.LOCKOUT_POLICY: Signal(
        "Settings of the domain's lockout policy",
        None,
        "Let an attacker on the internet lock accounts on the premises",
        None,
    ),
    Sign.UNROUTABLE_SUFFIX: Signal(
        "Accounts with a suffix that no tenant can verify",
        "Sign in as <alias>@<tenant>.onmicrosoft.com",
        "Cannot sign in: their name in the cloud is not the one on the premises",
        "Cannot sign in without an alternate login ID",
    ),
    Sign.UNVERIFIED_SUFFIX: Signal(
        "Accounts with a suffix that the tenant has not verified",
        "Sign in as <alias>@<tenant>.onmicrosoft.com",
        "Cannot sign in: their name in the cloud is not the one on the premises",
        "Cannot sign in: only a verified domain can be federated",
    ),
    Sign.UNFEDERATED_SUFFIX: Signal(
        "Accounts with a verified suffix that is not federated",
        None,
        None,
        "Are asked for a password that Entra ID does not have",
    ),
}
"""In the order of the JSON report."""
