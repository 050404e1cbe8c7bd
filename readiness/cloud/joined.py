"""The one object that the sync engine makes of several: an account, its mailbox, a contact of it.

The enabled account gives the name, the anchor and the state; what an Exchange organisation knows
of its people comes from the forest where the mailbox is; what is absent there, from the others,
and from contacts last.
https://learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-topologies
https://learn.microsoft.com/entra/identity/hybrid/connect/concept-azure-ad-connect-sync-default-configuration
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

from readiness.cloud.certainty import Certainty
from readiness.cloud.prediction import predict
from readiness.cloud.record import PREDICTED, CloudRecord, LicensedRecord, record_of
from readiness.directory.objects.persons import ACCOUNT_OF_MAILBOX
from readiness.directory.objects.sync_scope import LINKED_MAILBOX
from readiness.model.entry import USERS, Entry, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from readiness.cloud.tenant_domains import TenantDomains
    from readiness.model.entry import Values
    from readiness.model.plan import Plan

READS = ("msExchRecipientTypeDetails", "msExchMasterAccountSid")
"""What decides who gives what, beside what a prediction reads."""
_OF_RECIPIENT = ("mailNickname", "mail", "proxyAddresses", "msExchUsageLocation")
"""What the rules "In from AD - User Common from Exchange" and "User Exchange" send (#104, #108)."""
_ORDER_OF_FORESTS = (
    "several objects of one person give it, and the order in which forests were added to Entra"
    " Connect decides whose arrives"
)


def joined(
    entries: Sequence[Entry], plan: Plan, domains: TenantDomains
) -> tuple[Entry, CloudRecord]:
    """The entry that several entries of one person make together, and what is predicted of it.

    What depends on the order of the forests, which nobody told, is unknown.
    """
    possible = list(_possible(entries, plan))
    record = _agreed([_record(user, plan, domains) for user in possible])
    users = [entry for entry in entries if entry.kind in USERS]
    if users and len(users) < len(entries):
        without = _agreed([_record(user, plan, domains) for user in _possible(users, plan)])
        record = _less_sure(record, without)
    others = sorted((entry.dn for entry in entries if entry.dn != record.dn), key=str.lower)
    return possible[0], record._replace(joined_with=tuple(others))


def _record(entry: Entry, plan: Plan, domains: TenantDomains) -> CloudRecord:
    return record_of(predict(entry, plan, domains=domains), is_tenant_known=domains.are_known)


def _less_sure(record: CloudRecord, without: CloudRecord) -> CloudRecord:
    """A record in which what only contacts give, by rules of no page, is probable."""
    certainty = tuple(
        Certainty.PROBABLE.value
        if getattr(record, name) != getattr(without, name) and getattr(record, name) is not None
        else known
        for name, known in zip(PREDICTED, record.certainty, strict=True)
    )
    return record._replace(certainty=certainty)


def _agreed(records: Sequence[CloudRecord]) -> CloudRecord:
    """The first of some records, without what others say otherwise."""
    first = records[0]
    doubtful = [
        name for name in PREDICTED if len({getattr(record, name) for record in records}) > 1
    ]
    agreed = first.unpredictable(dict.fromkeys(doubtful, _ORDER_OF_FORESTS))
    if len({record.dropped for record in records}) > 1:
        agreed = agreed._replace(dropped=())
    if len({record.with_exchange_licence for record in records}) > 1:
        agreed = agreed._replace(with_exchange_licence=LicensedRecord(None, None, None))
    return agreed


def _possible(entries: Sequence[Entry], plan: Plan) -> Iterator[Entry]:
    """The entries that may be made of some: more than one where it matters which comes first."""
    # sorted, so that what is shown does not depend on the order of the sources
    entries = sorted(entries, key=lambda entry: entry.dn.lower())
    users = [entry for entry in entries if entry.kind in USERS]
    contacts = [entry for entry in entries if entry.kind is Kind.CONTACT]
    accounts = [user for user in users if not _is_linked_mailbox(user)]
    accounts = [user for user in accounts if not user.is_disabled] or accounts or users or contacts
    recipients = [user for user in users if user.first("mailNickname")]
    recipients = [user for user in recipients if _is_mailbox_of_another(user)] or recipients
    # where nobody has an alias there is no recipient to choose: once for each account
    for account, recipient in product(accounts, recipients or accounts[:1]):
        first = [recipient, account] if recipients else [account]
        yield _merged(account, list(dict.fromkeys([*first, *users, *contacts])), plan)


def _merged(account: Entry, order: Sequence[Entry], plan: Plan) -> Entry:
    """An account with what the first of some entries, in this order, have beside it."""
    values: dict[str, Values] = {}
    for name in (
        "userPrincipalName", "sAMAccountName", "userAccountControl", "objectGUID", "cn",
        plan.source_anchor, plan.sign_in_attribute,
    ):  # fmt: skip
        _take(values, name, [account])
    _take(values, "displayName", order[:1])
    if "displayname" not in values and (cn := order[0].first("cn")):
        values["displayname"] = cn
    for name in _OF_RECIPIENT:
        _take(values, name, [entry for entry in order if _sends(entry, name)])
    return Entry(account.dn, account.kind, values, ordinal=account.ordinal)


def _take(values: dict[str, Values], name: str, order: Sequence[Entry]) -> None:
    """Take an attribute from the first entry that has it."""
    for entry in order:
        held: list[Any] = entry.values(name)
        if any(held):
            values[name.lower()] = held
            return


def _sends(entry: Entry, name: str) -> bool:
    """Whether a rule sends an attribute of Exchange that an entry has."""
    if entry.first("mailNickname") or name == "mail":
        return True
    return name == "proxyAddresses" and entry.kind is not Kind.INETORGPERSON


def _is_linked_mailbox(user: Entry) -> bool:
    """Whether no anchor is taken from it: its account is in another forest (rule #102)."""
    return user.number("msExchRecipientTypeDetails") == LINKED_MAILBOX


def _is_mailbox_of_another(user: Entry) -> bool:
    return user.has(ACCOUNT_OF_MAILBOX[0])
