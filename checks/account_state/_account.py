"""What the checks of accounts have in common."""

from __future__ import annotations

from functools import lru_cache
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


def require_model(plan: Plan, model: IdentityModel) -> None:
    """Skip the check unless this identity model is planned."""
    if plan.identity_model is None:
        raise Skip("no identity model was given")
    if plan.identity_model != model:
        raise Skip(f"the planned identity model is not {MODELS[model]}")


def bits_of(value: str | None) -> AccountControl:
    """The bits of a value of userAccountControl; none when it is absent or no number."""
    try:
        return AccountControl(int(value or 0))
    except ValueError:
        return AccountControl(0)


@lru_cache(maxsize=1024)
def is_disabled(control: str | None) -> bool:
    """Whether such a userAccountControl disables the account."""
    return AccountControl.DISABLED in bits_of(control)


ENABLED = absent("userAccountControl") | where(
    "userAccountControl", lambda control: not is_disabled(control)
)
"""Enabled accounts."""


def is_enabled(entry: Entry) -> bool:
    """Whether the account is enabled, on the premises and so in the cloud."""
    return not is_disabled(entry.first("userAccountControl"))


class OptionCheck(ValueCheck):
    """A check of one option of enabled accounts."""

    kinds = USERS
    reads = ("userAccountControl",)
    option: ClassVar[AccountControl]
    says: ClassVar[str]
    """What the value does, as the end of the sentence "*value* ..."."""

    def wrong(self, value: str) -> str | None:
        """Tell of the option if it is set and the account enabled."""
        bits = bits_of(value)
        is_at_work = self.option in bits and AccountControl.DISABLED not in bits
        return self.says if is_at_work else None
