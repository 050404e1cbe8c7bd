from collections.abc import Iterator

from readiness import Entry, Finding, Plan, Severity, source_anchor, where

from ._anchor import ChosenAnchorCheck


class SourceAnchorNameBased(ChosenAnchorCheck):
    """The source anchor repeats the name of the user.

    Names change with marriages and reorganisations, and an anchor never may: as soon as the value
    follows the new name, the user no longer synchronises ("SourceAnchor attribute has changed").

    Fix: choose another anchor before the first synchronisation: ms-DS-ConsistencyGuid, or a number
    that stays with the person.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-design-concepts
    Since: 0.1
    """

    id = "source-anchor-name-based"
    severity = Severity.WARNING
    reads: tuple[str, ...] = ("employeeID", *source_anchor.NAMES)

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self.when = where(self.attribute, lambda value: not source_anchor.is_number(value))

    def examine(self, entry: Entry) -> Iterator[Finding]:
        for value in entry.all(self.attribute):
            name = next(source_anchor.followed(entry, value), None)
            if name is not None:
                yield self.finding(entry, self.attribute, value, f"is the {name} of the user")
