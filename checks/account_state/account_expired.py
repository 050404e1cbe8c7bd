from collections.abc import Iterator

from readiness import (
    NEVER,
    USERS,
    Check,
    Entry,
    Finding,
    Plan,
    Severity,
    Sign,
    filetime,
    to_filetime,
    unlike,
)

from ._account import is_enabled, require_model

# as a directory writes them: the trigger makes no number of a value, and what is written in
# another way is left to `examine`, which does
NO_END = "|".join(map(str, NEVER))


class AccountExpired(Check):
    """The account has expired but is not disabled.

    Password hash synchronisation does not know when an account expires: on the premises nobody can
    use it any more, in the cloud it stays active, with its last password.

    Fix: disable expired accounts, by a script that runs every day:
    `Search-ADAccount -AccountExpired -UsersOnly | Disable-ADAccount`.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-password-hash-synchronization
    See: https://learn.microsoft.com/windows/win32/adschema/a-accountexpires
    Since: 0.1
    """

    id = "account-expired"
    severity = Severity.WARNING
    sign_of = Sign.EXPIRED_ACCOUNTS
    kinds = USERS
    reads = ("accountExpires", "userAccountControl")
    when = unlike("accountExpires", NO_END)

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        require_model(plan, "password-hash-sync")
        self.now = to_filetime(plan.now)

    def examine(self, entry: Entry) -> Iterator[Finding]:
        end = entry.number("accountExpires")
        if end is None or end in NEVER or end > self.now or not is_enabled(entry):
            return
        moment = filetime(end)
        # None for a number that no calendar holds, which is before any day, and so in the past
        day = f" on {moment:%Y-%m-%d}" if moment else ""
        message = f"was the end of the account{day}, which is still enabled"
        yield self.finding(entry, "accountExpires", str(end), message)
