from readiness import Plan, Severity, visible

from ._hidden import cleaned, described, edges, hidden
from ._strings import MULTI_LINE, NEVER_TRIMMED, TEXTS, StringCheck


class AttributeHiddenCharacter(StringCheck):
    """A value holds a character that nobody sees.

    Control characters, characters without width, marks of the writing direction, unusual blanks
    and blanks at an end come in with pasted text and faulty imports. The value synchronises, and
    then sorts and looks wrong, is not found by a search and not matched by the rule of a dynamic
    group. Joiners that a script or an emoji needs are left alone, and so are blanks at an end
    where Entra Connect trims them and is the planned tool.

    Fix: type the value anew (Active Directory Users and Computers), or take the proposed one:
    Set-ADUser ana -Replace @{department="Human Resources"}.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-userprincipalname
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/reference-connect-sync-functions-reference#trim
    Since: 0.1
    """

    id = "attribute-hidden-character"
    severity = Severity.WARNING
    reads = TEXTS
    trusts_healthy = True

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self.untrimmed = NEVER_TRIMMED if plan.sync_tool == "connect-sync" else frozenset(TEXTS)

    def fault(self, attribute: str, value: str) -> str | None:
        if attribute == "displayName" and not value.strip():
            return None  # it counts as missing, which is another check's business
        judged = value if attribute in self.untrimmed else value.strip()
        if attribute in MULTI_LINE:
            judged = judged.replace("\r", "").replace("\n", "")
        faults = [edges(judged), *(f"holds {described(letter)}" for letter in hidden(judged))]
        named = " and ".join(fault for fault in faults if fault)
        return f"{named}: “{visible(value)}”" if named else None

    def better(self, attribute: str, value: str) -> str | None:
        return None if attribute in MULTI_LINE else cleaned(value) or None
