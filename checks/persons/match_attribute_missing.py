from collections.abc import Iterator

from readiness import (
    USERS,
    Check,
    Entry,
    Finding,
    Plan,
    Severity,
    Skip,
    absent,
    blank,
    match_attributes,
)


class MatchAttributeMissing(Check):
    """The user lacks the attribute by which the accounts of several forests are matched.

    Where Entra Connect matches users by mail, or by an attribute of one's own, it leaves out
    everybody who has none: the user does not arrive, and no error is reported anywhere.

    Fix: enter the value (Active Directory Users and Computers, Attribute Editor), or match users in
    another way.
    Step: fill-match-attribute: Give {who} a value in the attribute that users are matched by.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-install-custom#select-how-users-should-be-identified-in-your-on-premises-directories
    Since: 0.1
    """

    id = "match-attribute-missing"
    severity = Severity.ERROR
    kinds = USERS
    reads: tuple[str, ...] = ("userAccountControl",)

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        # of the two attributes of `sam` one is enough, and no user in scope lacks sAMAccountName
        if plan.match_users == "sam" or not match_attributes(plan):
            raise Skip("the plan matches users by no attribute that may be missing")
        (self.attribute,) = match_attributes(plan)
        self.reads = (self.attribute, *self.reads)
        self.when = absent(self.attribute) | blank(self.attribute)

    def examine(self, entry: Entry) -> Iterator[Finding]:
        value = entry.first(self.attribute)
        if (value or "").strip():
            return
        severity = Severity.INFO if entry.is_disabled else None  # nobody waits for the account
        message = (
            "is blank, and users are matched by it"
            if value
            else "is missing, and users are matched by it"
        )
        yield self.finding(entry, self.attribute, value, message, severity=severity)
