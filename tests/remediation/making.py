"""Changes and plans for tests."""

from readiness.remediation.repair_plan.change import (
    Advice,
    Change,
    Confidence,
    Decision,
    Edit,
    Provenance,
    RepairPlan,
    Stage,
)

GUIDS = [f"{number:08x}-132e-4e17-93ae-{number:012x}" for number in range(20)]


def change(number, *edits, decision=Decision.APPLY, domain="DC=corp,DC=local", **more):
    return Change(
        id=more.pop("id", f"{number:04}"),
        guid=more.pop("guid", GUIDS[number]),
        dn=f"CN=User {number},{domain}",
        object_class="user",
        edits=tuple(Edit(name, tuple(old), tuple(new)) for name, old, new in edits),
        confidence=more.pop("confidence", Confidence.MECHANICAL),
        decision=decision,
        checks=("upn-invalid-character",),
        reasons=("has a blank",),
        **more,
    )


def upn(number, old, new, **more):
    return change(number, ("userPrincipalName", [old], [new]), **more)


def plan(*changes, stages=None):
    return RepairPlan(
        tool="0.1.0",
        created="2026-11-26T18:00:00Z",
        provenance=Provenance(("corp.ldif",), ("corp.local",), 5, ("contoso.com",)),
        stages=stages or (Stage(1, changes),),
        advice=(Advice("CN=Krbtgt", "privileged-account", "reset it"),),
    )
