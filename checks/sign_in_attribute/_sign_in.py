"""What the checks of an alternate login ID have in common."""

from __future__ import annotations

from typing import ClassVar

from readiness import USERS, Check, Plan, Severity, Skip, fold_address

# an alternate login ID becomes the userPrincipalName in Entra ID, whose rules hold for it:
# https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
LOCAL_MAX, DOMAIN_MAX = 64, 48
PLAIN = (
    rf"[A-Za-z0-9'._!#^~-]{{1,{LOCAL_MAX}}}+(?<!\.)@(?![^@\n]{{{DOMAIN_MAX + 1}}})"
    r"[A-Za-z0-9_-]++(?:\.[A-Za-z0-9_-]++)*+"
)
"""Names that Entra ID takes, but for the question whether the domain is verified."""


class SignInCheck(Check):
    """A check of the planned sign-in attribute; skips when that is the userPrincipalName."""

    severity = Severity.ERROR
    kinds = USERS
    reads: ClassVar[tuple[str, ...]] = ("mail",)
    """The first is the usual one, and stands for the attribute that the plan names."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        if plan.sign_in_attribute.lower() == "userprincipalname":
            raise Skip("people will sign in with userPrincipalName")
        self.attribute = plan.sign_in_attribute
        self.reads = (self.attribute, *self.reads[1:])  # type: ignore[misc]  # the plan decides


def is_blank(value: str) -> bool:
    """Whether a value names nobody."""
    return fold_address(value) is None
