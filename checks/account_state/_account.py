"""What the checks of accounts have in common."""

from __future__ import annotations

from typing import ClassVar

from readiness import (
    USERS,
    AccountControl,
    Entry,
    IdentityModel,
    Plan,
    Skip,
    ValueCheck,
    absent,
    where,
)

MODELS: dict[IdentityModel, str] = {
    "password-hash-sync": "password hash synchronisation",
    "pass-through": "pass-through authentication",
    "federated": "federation",
}


# a plain number, since most accounts are asked about, and to make an AccountControl of each is slow
_DISABLED = int(AccountControl.DISABLED)


def require_model(plan: Plan, model: IdentityModel) -> None:
    """Skip the check unless this identity model is planned."""
    if plan.identity_model is None:
        raise Skip("no identity model was given")
    if plan.identity_model != model:
        raise Skip(f"the planned identity model is not {MODELS[model]}")


def options_of(control: str | None) -> AccountControl:
    """The options that a userAccountControl sets; none when it is absent or no number."""
    try:
        return AccountControl(int(control or 0))
    except ValueError:
        return AccountControl(0)


def is_disabled(control: str | None) -> bool:
    """Whether such a userAccountControl disables the account."""
    try:
        return bool(int(control or 0) & _DISABLED)
    except ValueError:
        return False


ENABLED = absent("userAccountControl") | where(
    "userAccountControl", lambda control: not is_disabled(control)
)
"""Enabled accounts."""


def is_enabled(entry: Entry) -> bool:
    """Whether the account is enabled, on the premises and so in the cloud."""
    return not entry.is_disabled


class OptionCheck(ValueCheck):
    """A check of one option of enabled accounts."""

    kinds = USERS
    reads = ("userAccountControl",)
    option: ClassVar[AccountControl]
    says: ClassVar[str]
    """What the value does, as the end of the sentence "*value* ..."."""

    def wrong(self, value: str) -> str | None:
        """Tell of the option if it is set and the account enabled."""
        options = options_of(value)
        is_at_work = self.option in options and AccountControl.DISABLED not in options
        return self.says if is_at_work else None
