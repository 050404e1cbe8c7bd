"""What the checks of accounts have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness import AccountControl, Entry, Plan, Skip

if TYPE_CHECKING:
    from readiness.plan import IdentityModel

PLAIN_CONTROL = "512"
"""The userAccountControl of an account with nothing remarkable: a normal one, enabled."""

MODELS: dict[IdentityModel, str] = {
    "password-hash-sync": "password hash synchronisation",
    "pass-through": "pass-through authentication",
    "federated": "federation",
}


def require_model(plan: Plan, model: IdentityModel) -> None:
    """Skip the check unless this identity model is planned."""
    if plan.identity_model is None:
        raise Skip("no identity model was given")
    if plan.identity_model != model:
        raise Skip(f"the planned identity model is not {MODELS[model]}")


def control(entry: Entry) -> AccountControl:
    """The bits of userAccountControl; none when it is absent."""
    return AccountControl(entry.number("userAccountControl") or 0)


def is_enabled(entry: Entry) -> bool:
    """Whether the account is enabled, on the premises and so in the cloud."""
    return AccountControl.DISABLED not in control(entry)
