"""Which attribute becomes the source anchor, and what its values amount to."""

from __future__ import annotations

from readiness import USERS, Check, Plan, Skip, guid_text, source_anchor

OBJECT_GUID = source_anchor.OBJECT_GUID
CONSISTENCY_GUID = source_anchor.CONSISTENCY_GUID


def anchors_of_users(plan: Plan) -> tuple[str, ...]:
    """The attributes that may anchor a user: the first of them that is present does.

    Groups and contacts are anchored by their objectGUID, whatever the plan says:
    https://learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-design-concepts
    """
    match plan.source_anchor.lower():
        case "ms-ds-consistencyguid":
            return CONSISTENCY_GUID, OBJECT_GUID
        case "objectguid":
            return (OBJECT_GUID,)
        case _:
            return (plan.source_anchor,)


def require_consistency_guid(plan: Plan) -> None:
    """Skip when ms-DS-ConsistencyGuid is of no consequence."""
    if CONSISTENCY_GUID not in anchors_of_users(plan):
        raise Skip(f"the planned source anchor is {plan.source_anchor}")


class ChosenAnchorCheck(Check):
    """A check of an anchor attribute that the administrator chose, instead of a GUID."""

    kinds = USERS
    reads: tuple[str, ...] = ("employeeID",)
    """The first stands for the attribute of the plan; employeeID is the usual choice."""

    def __init__(self, plan: Plan) -> None:
        """Skip when the anchor is a GUID, which is made to be one."""
        super().__init__(plan)
        self.attribute = anchors_of_users(plan)[0]
        if self.attribute in {CONSISTENCY_GUID, OBJECT_GUID}:
            raise Skip(f"the planned source anchor is {plan.source_anchor}, which is always sound")
        self.reads = (self.attribute, *self.reads[1:])


def shown(octets: bytes) -> str:
    """A GUID as people know it, and other octets in hexadecimal."""
    return guid_text(octets) or octets.hex(" ")
