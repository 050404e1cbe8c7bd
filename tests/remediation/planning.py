"""Plans of directories that tests write, and what comes of applying them."""

from dataclasses import replace
from datetime import UTC, datetime

from readiness import Plan
from readiness.remediation.making.make import make_plan
from readiness.remediation.making.rules import Rules
from readiness.remediation.repair_plan.change import Confidence, Decision, octets_of
from readiness.remediation.repair_plan.plan_file import with_decisions
from readiness.sources.export_source import ExportSource
from tests.conftest import scanned
from tests.writing import Style, written

PLAN = Plan(
    verified_domains=("contoso.com",),
    identity_model="password-hash-sync",
    sync_tool="connect-sync",
    now=datetime(2026, 11, 22, 10, tzinfo=UTC),
)
EVERYTHING = frozenset({Confidence.MECHANICAL, Confidence.DETERMINISTIC})
GUIDS = [f"{number:08x}-132e-4e17-93ae-{number:012x}" for number in range(1, 100)]


def person(number, /, domain="DC=corp,DC=local", kind="user", **values):
    """A user, group or contact, with what every one has."""
    name = f"user{number}"
    common = {
        "objectClass": [kind],
        "objectGUID": GUIDS[number],
        "sAMAccountName": name,
        "displayName": name,
    }
    if kind == "user":
        common["userAccountControl"] = "512"
    return f"CN={name},OU=Staff,{domain}", common | values


def ldif_of(directory):
    """The LDIF of a directory: DNs with attributes, each with a value or several."""
    records = [
        (dn, [(name, one) for name, held in values.items() for one in _listed(held)])
        for dn, values in directory
    ]
    return written(records, Style(raw=True))


def planned(path, directory, plan=PLAN, **rules):
    """The plan for a directory, which is written to a file; the rules as of `Rules`."""
    path.write_text(ldif_of(directory), "utf-8", newline="")
    with scanned(plan, path) as result:
        given = Rules(plan, **{"accepted": EVERYTHING, **rules})
        return make_plan(result, lambda: [ExportSource(str(path))], given, tool="0")


def findings(path, directory, plan=PLAN):
    """What a scan finds in a directory."""
    path.write_text(ldif_of(directory), "utf-8", newline="")
    with scanned(plan, path) as result:
        return list(result.findings())


def everything_applied(plan):
    """The plan with all changes decided, of alternatives the first."""
    taken: dict[str, str | None] = {}
    for change in plan.changes:
        if change.alternatives is None or change.alternatives not in taken.values():
            taken[change.id] = change.alternatives
    return with_decisions(plan, dict.fromkeys(taken, Decision.APPLY))


def applied(directory, plan):
    """The directory after what the plan decided: every guard must hold when it is reached."""
    guids = {values["objectGUID"]: dn for dn, values in directory}
    after = {dn: {name: _listed(held) for name, held in values.items()} for dn, values in directory}
    for change in plan.to_apply:
        values = after[guids[change.guid]]
        for edit in change.edits:
            held = values.setdefault(edit.attribute, [])
            for value in edit.remove:
                held.remove(value)
            assert not set(edit.add) & set(held)
            held.extend(edit.add)
            assert all(octets_of(one) for one in held)
    return [
        (dn, {name: held if len(held) > 1 else held[0] for name, held in values.items() if held})
        for dn, values in after.items()
    ]


def edits_of(plan):
    """What a plan changes: the number of the object, the attribute, what goes and what comes."""
    return [
        (GUIDS.index(change.guid), edit.attribute, list(edit.remove), list(edit.add))
        for change in plan.changes
        for edit in change.edits
    ]


def under(plan, **given):
    return replace(plan, **given)


def _listed(held):
    return list(held) if isinstance(held, list) else [held]
