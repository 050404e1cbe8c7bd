from collections.abc import Iterator
from datetime import timedelta

from readiness import USERS, Check, Entry, Finding, Plan, Severity, filetime, to_filetime

from ._account import is_enabled

PRECISION = 7
"""So many digits of a FILETIME matter to `plain`; the seventh stands for less than three hours."""


class StaleAccount(Check):
    """Nobody has signed in with the account for a long time, and it is still enabled.

    It becomes one more account in the cloud that an attacker can use unnoticed, and that a licence
    may be paid for. The time is of the last logon on the premises and up to two weeks late. An
    account that never signed in has no such time and is not reported.

    Fix: ask whose it is, then disable it or leave it out of the synchronisation:
    `Search-ADAccount -AccountInactive -TimeSpan 90 -UsersOnly | Disable-ADAccount`.
    See: https://learn.microsoft.com/entra/architecture/ops-guide-iam
    See: https://learn.microsoft.com/windows/win32/adschema/a-lastlogontimestamp
    """

    id = "stale-account"
    severity = Severity.WARNING
    kinds = USERS
    reads = ("lastLogonTimestamp", "userAccountControl")

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        self.limit = to_filetime(plan.now - timedelta(days=plan.stale_days))
        self.plain = {"lastLogonTimestamp": after(self.limit)}

    def examine(self, entry: Entry) -> Iterator[Finding]:
        stamp = entry.number("lastLogonTimestamp")
        moment = filetime(stamp) if stamp and 0 < stamp < self.limit else None
        if moment is None or not is_enabled(entry):
            return
        days = (self.plan.now - moment).days
        message = f"is the last logon, {days} days ago ({moment:%Y-%m-%d})"
        yield self.finding(entry, "lastLogonTimestamp", str(stamp), message)


def after(number: int) -> str:
    """A pattern of numbers that are greater, and have as many digits."""
    digits = str(number)
    greater = [
        rf"{digits[:at]}[{int(digit) + 1}-9]\d{{{len(digits) - at - 1}}}"
        for at, digit in enumerate(digits[:PRECISION])
        if digit != "9"
    ]
    return f"(?:{'|'.join(greater)})"
