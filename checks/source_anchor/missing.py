from collections.abc import Iterator

from readiness import (
    RECIPIENTS,
    USERS,
    Check,
    Entry,
    Finding,
    Plan,
    Severity,
    absent,
    blank,
)

from ._anchor import CONSISTENCY_GUID, OBJECT_GUID, anchors_of_users


class SourceAnchorMissing(Check):
    """The object has no source anchor.

    The anchor ties an object to its twin in the cloud for life; an object without one is not
    exported. Users are anchored by the attribute of the plan (ms-DS-ConsistencyGuid and, where it
    is empty, objectGUID), groups and contacts by objectGUID. Active Directory gives every object
    an objectGUID: where it is missing throughout, the export left it out.

    Fix: give the user a value in the planned attribute (Active Directory Users and Computers,
    Attribute Editor) before the first synchronisation. If objectGUID is missing, export again with
    that attribute.
    Step: give-source-anchor: Give {who} a source anchor, or choose another attribute.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-design-concepts
    Since: 0.1
    """

    id = "source-anchor-missing"
    severity = Severity.ERROR
    kinds = RECIPIENTS
    reads: tuple[str, ...] = (CONSISTENCY_GUID, OBJECT_GUID)

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self.of_users = anchors_of_users(plan)
        anchors = dict.fromkeys((*self.of_users, OBJECT_GUID))
        self.reads = tuple(anchors)
        # groups and contacts have no other anchor, whatever the plan says of users
        self.when = absent(OBJECT_GUID)
        for name in self.of_users if OBJECT_GUID not in self.of_users else ():
            self.when |= absent(name) | blank(name)

    def examine(self, entry: Entry) -> Iterator[Finding]:
        anchors = self.of_users if entry.kind in USERS else (OBJECT_GUID,)
        if not any(_holds(entry, name) for name in anchors):
            others = "".join(f", and so is {name}" for name in anchors[1:])
            yield self.finding(entry, anchors[0], None, f"is missing{others}")


def _holds(entry: Entry, anchor: str) -> bool:
    if anchor in {CONSISTENCY_GUID, OBJECT_GUID}:
        return entry.has(anchor)
    return any(value.strip() for value in entry.all(anchor))
