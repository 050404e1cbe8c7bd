"""What the checks of an alternate login ID have in common."""

from __future__ import annotations

from readiness import USERS, Check, Plan, Severity, Skip


class SignInCheck(Check):
    """A check of the planned sign-in attribute; skips when that is the userPrincipalName."""

    severity = Severity.ERROR
    kinds = USERS
    reads: tuple[str, ...] = ("mail",)
    """The first is the usual one, and stands for the attribute that the plan names."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        if plan.sign_in_attribute.lower() == "userprincipalname":
            raise Skip("people will sign in with userPrincipalName")
        self.attribute = plan.sign_in_attribute
        self.reads = (self.attribute, *self.reads[1:])
