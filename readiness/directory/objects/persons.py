"""Which objects of several forests the sync engine takes for one person, and makes one of.

An account and the mailbox of another forest that names it join by their security identifiers,
whatever was chosen; contacts join by mail; accounts join by what the wizard is told to compare.
https://learn.microsoft.com/entra/identity/hybrid/connect/concept-azure-ad-connect-sync-user-and-contacts
https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-install-custom#select-how-users-should-be-identified-in-your-on-premises-directories
"""

from __future__ import annotations

from itertools import chain, combinations
from typing import TYPE_CHECKING

from readiness.directory.addresses.mail_address import fold
from readiness.directory.identifiers.distinguished_name import domain_of
from readiness.directory.identifiers.security_identifier import fold_sid
from readiness.model.entry import CONTACTS, USERS, Kind
from readiness.model.key_holder import Identity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readiness.model.entry import Entry
    from readiness.model.key_holder import KeyHolder
    from readiness.model.plan import Plan

ACCOUNT_OF_MAILBOX = ("msExchMasterAccountSid", "msRTCSIP-OriginatorSid")
"""The objectSid of the account that an object of Exchange, or of Skype for Business, belongs to."""
_READS = (*ACCOUNT_OF_MAILBOX, "mail", "objectSid", "userAccountControl")
OBJECTS_OF_A_PERSON = 20
"""Nobody has more: a key that more objects hold is no person's."""


def match_attributes(plan: Plan) -> tuple[str, ...]:
    """The attributes by which the plan joins the accounts of one person, if by any."""
    match plan.match_users:
        case "once" | "sid":
            return ()
        case "sam":
            # "attributes where the sign-in ID for the user is expected to be found"
            return ("sAMAccountName", "mailNickname")
    return (plan.match_users,)


def attributes_read(plan: Plan) -> tuple[str, ...]:
    """All that `identity_of` looks at."""
    return (*_READS, *match_attributes(plan))


def identity_of(entry: Entry, source: int, plan: Plan) -> Identity:
    """What an entry, of the source with that number, tells of its person."""
    if entry.kind not in USERS | CONTACTS:
        return Identity(source)
    accounts = chain.from_iterable(map(entry.raw, ACCOUNT_OF_MAILBOX))
    matching = (fold(entry.first(name) or "") for name in match_attributes(plan))
    return Identity(
        source,
        sid=next(filter(None, map(fold_sid, entry.raw("objectSid"))), None),
        account=next(filter(None, map(fold_sid, accounts)), None),
        mail=fold(entry.first("mail") or ""),
        matches=tuple(filter(None, matching)) if entry.kind in USERS else (),
        is_enabled=not entry.is_disabled,
    )


def are_joined(left: KeyHolder, right: KeyHolder) -> bool:
    """Whether the sync engine joins two objects."""
    ours, theirs = left.identity, right.identity
    if ours.account or theirs.account:
        account = ours.account or ours.sid
        if account is not None and account == (theirs.account or theirs.sid):
            return True
    if _may_share_forest(left, right):
        return False  # two objects of one forest never join
    if Kind.CONTACT in {left.kind, right.kind}:
        return ours.mail is not None and ours.mail == theirs.mail
    return not set(ours.matches).isdisjoint(theirs.matches)


def _may_share_forest(left: KeyHolder, right: KeyHolder) -> bool:
    """Whether two objects may be of one forest: of one source, or of a domain and its sub-domain.

    Nothing tells for certain. An error that is none does less harm than a duplicate that nobody
    hears of.
    """
    if left.identity.source == right.identity.source:
        return True
    # with a dot in front: contoso.com is no sub-domain of toso.com
    ours, theirs = f".{domain_of(left.dn)}".lower(), f".{domain_of(right.dn)}".lower()
    return ours.endswith(theirs) or theirs.endswith(ours)


def are_one_person(holders: Iterable[KeyHolder]) -> bool:
    """Whether the sync engine makes one object of all holders of a key, be it by way of others."""
    by_ordinal: dict[int, KeyHolder] = {}
    for holder in holders:
        by_ordinal.setdefault(holder.ordinal, holder)
        if len(by_ordinal) > OBJECTS_OF_A_PERSON:
            return False
    objects = list(by_ordinal.values())
    joined, apart = objects[:1], objects[1:]
    for known in joined:  # grows while it is gone through
        joined += [other for other in apart if are_joined(known, other)]
        apart = [other for other in apart if other not in joined]
    return not apart and not any(
        # a third object that both would join joins neither: which of them is meant?
        _may_share_forest(left, right) and not are_joined(left, right)
        for left, right in combinations(objects, 2)
    )
