from collections.abc import Iterator
from functools import lru_cache

from readiness import FILETIME_DAY as DAY
from readiness import USERS, Check, Entry, Finding, Plan, Severity, before, day_of, to_filetime

from ._account import ENABLED, is_enabled


class StaleAccount(Check):
    """Nobody has signed in with the account for a long time, and it is still enabled.

    It becomes one more account in the cloud that an attacker can use unnoticed, and that a licence
    may be paid for. The time is of the last logon on the premises and up to two weeks late. An
    account that never signed in has no such time and is not reported.

    Fix: ask whose it is, then disable it or leave it out of the synchronisation:
    `Search-ADAccount -AccountInactive -TimeSpan 90 -UsersOnly | Disable-ADAccount`.
    See: https://learn.microsoft.com/entra/architecture/ops-guide-iam
    See: https://learn.microsoft.com/windows/win32/adschema/a-lastlogontimestamp
    Since: 0.1
    """

    id = "stale-account"
    severity = Severity.WARNING
    kinds = USERS
    reads = ("lastLogonTimestamp", "userAccountControl")

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self.now = to_filetime(plan.now)
        self.oldest = self.now - plan.stale_days * DAY
        self.when = before("lastLogonTimestamp", self.oldest) & ENABLED

    def examine(self, entry: Entry) -> Iterator[Finding]:
        stamp = entry.number("lastLogonTimestamp")
        if stamp and 0 < stamp < self.oldest and is_enabled(entry):
            days, day = (self.now - stamp) // DAY, _day(stamp // DAY)
            message = f"is the last logon, {days} days ago ({day})"
            yield self.finding(entry, "lastLogonTimestamp", str(stamp), message)


@lru_cache(maxsize=4096)  # a directory has more accounts than there are days
def _day(days: int) -> str:
    """The day that is so many days after that of the FILETIME 0."""
    return str(day_of(days * DAY))
