from collections.abc import Collection, Iterator

from readiness import (
    Finding,
    Key,
    KeyHolder,
    Plan,
    Severity,
    SharedKeyCheck,
    distinct,
    source_anchor,
)

from ._anchor import ChosenAnchorCheck


class SourceAnchorCaseCollision(ChosenAnchorCheck, SharedKeyCheck):
    """Two source anchors differ in nothing but capitals and small letters.

    Entra ID tells them apart; Active Directory, and most tools that compare or copy the values, do
    not. Sooner or later one user is taken for the other, and an anchor whose case changes is
    another anchor.

    Fix: give one of the users another value in the planned attribute before the first
    synchronisation.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-design-concepts
    Since: 0.1
    """

    id = "source-anchor-case-collision"
    severity = Severity.WARNING

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self.keys = (Key("anchor-case", self.attribute, source_anchor.fold_case),)

    def compare(self, holders: Collection[KeyHolder]) -> Iterator[Finding]:
        spellings = {holder.value: holder for holder in holders}
        # one spelling held twice is a duplicate, of which source-anchor-duplicate tells
        if len(spellings) == 1:
            return
        for holder in distinct(holders):
            others = [twin for value, twin in spellings.items() if value != holder.value]
            yield self.shared(holder, others, f"differs only in case from “{others[0].value}”")
