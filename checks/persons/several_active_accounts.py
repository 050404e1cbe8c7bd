from collections.abc import Collection, Iterator
from itertools import islice

from readiness import (
    ACCOUNT_OF_MAILBOX,
    RELATED,
    USERS,
    Finding,
    Key,
    KeyHolder,
    Plan,
    Severity,
    SharedKeyCheck,
    are_joined,
    distinct,
    fold,
    match_attributes,
    sid_text,
)

from ._accounts import ACCOUNT, MAILBOXES


class SeveralActiveAccounts(SharedKeyCheck):
    """Several enabled accounts are one person's.

    The sync engine makes one user of them. It expects a single active account for each person; of
    several, it is left to the order of the forests whose name, password and groups arrive, and the
    person cannot sign in with the other account's password.

    Fix: decide which account the person signs in with, and disable the other one
    (`Disable-ADAccount ana`): the account of a resource forest is to be disabled. Of two people,
    give one another value in what they are matched by.
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-topologies
    See: https://learn.microsoft.com/entra/identity/hybrid/connect/concept-azure-ad-connect-sync-user-and-contacts
    Since: 0.1
    """

    id = "several-active-accounts"
    severity = Severity.WARNING
    kinds = USERS
    reads: tuple[str, ...] = ("objectSid", *ACCOUNT_OF_MAILBOX)

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        matching = match_attributes(plan)
        self.reads = (*self.reads, *matching)
        self.keys = (ACCOUNT, *MAILBOXES, *(_matching(name) for name in matching))

    def compare(self, holders: Collection[KeyHolder]) -> Iterator[Finding]:
        enabled = (holder for holder in distinct(holders) if holder.identity.is_enabled)
        accounts = list(islice(enabled, RELATED + 1))
        if len(accounts) > RELATED:
            return  # nobody has so many: it is some value that everybody has
        for account in accounts:
            # a key in common is not enough, such as within one forest: see `are_joined`
            others = [
                other for other in accounts if other is not account and are_joined(account, other)
            ]
            if others:
                number = len(others) + 1
                message = f"belongs to {number} enabled accounts, which would become one user"
                yield self.shared(_shown(account), others, message)


def _shown(account: KeyHolder) -> KeyHolder:
    """A holder with its value as people know it: a SID is compared in hexadecimal."""
    if account.space != ACCOUNT.space:
        return account
    return account._replace(value=sid_text(bytes.fromhex(account.key)) or account.value)


def _matching(attribute: str) -> Key:
    """The key of an attribute by which users are matched, in the space that it is compared in."""
    space = "address" if attribute == "mail" else "match"
    return Key(space, attribute, fold)
