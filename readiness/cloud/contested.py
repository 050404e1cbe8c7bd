"""What becomes of names and addresses that two objects get: nobody knows who loses it.

https://learn.microsoft.com/entra/identity/hybrid/connect/how-to-connect-syncservice-duplicate-attribute-resiliency
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from readiness.cloud.record import LicensedRecord
from readiness.directory.addresses.mail_address import fold, fold_proxy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from readiness.cloud.record import CloudRecord


_REASONS_MAX = 3


class Contest(NamedTuple):
    """A name or address of an object that others get, too; plain values, for rows on disk."""

    key: str
    """The name, or the address, as `fold_proxy` makes it comparable."""
    is_name: bool
    """Whether it is the sign-in name of one of the others."""
    is_address: bool
    """Whether it is an address of one of them."""
    is_of_group: bool
    """Whether it is an address of a group."""
    partners: tuple[str, ...]
    """The DNs of the others, or of the first of them."""

    def reason(self) -> str:
        """Why nobody can tell who gets it."""
        if self.is_of_group:
            # https://learn.microsoft.com/entra/identity/hybrid/connect/tshoot-connect-sync-errors
            return (
                f"“{self.key}” is an address of a group, too: where the group is first, the other"
                " object is not created (AttributeValueMustBeUnique)"
            )
        if self.is_name:
            return (
                f"“{self.key}” is the name of another object, too: one of them arrives with four"
                " digits behind the name, or without the address, and nobody can tell which"
            )
        if self.is_address:
            return (
                f"“{self.key}” is an address of another object, too: one of them arrives without"
                " it, and nobody can tell which"
            )
        return (
            f"another object has the alias of “{self.key}”, too: the address of one of them has"
            " four digits behind the alias, and nobody can tell which"
        )


def contested(record: CloudRecord, contests: Iterable[Contest]) -> CloudRecord:
    """The record of an object without the names and addresses that others get, too."""
    reasons: defaultdict[str, list[str]] = defaultdict(list)
    partners: set[str] = set(record.collides_with)
    licensed = record.with_exchange_licence
    # where a group is first the object is not created at all: that has to be among what is said
    for contest in sorted(contests, key=lambda contest: not contest.is_of_group):
        fields = list(_fields_with(record, contest.key))
        for name in fields:
            # each says with whom it is: one reason alone would leave the others unexplained
            reasons[name].append(contest.reason())
        if fields:
            partners.update(contest.partners)
        if licensed and "with_exchange_licence" in fields:
            is_primary = fold(licensed.primary_smtp or "") == contest.key
            licensed = licensed._replace(proxy_addresses=None)
            licensed = LicensedRecord(None, None, None) if is_primary else licensed
    others = sorted(partners - {record.dn, *record.joined_with}, key=str.lower)
    if reasons:
        record = record.unpredictable({name: _text(why) for name, why in reasons.items()})
    return record._replace(with_exchange_licence=licensed, collides_with=tuple(others))


def _text(reasons: list[str]) -> str:
    """Some of the reasons: a mailbox may share thousands of addresses."""
    more = len(reasons) - _REASONS_MAX
    return "; ".join(reasons[:_REASONS_MAX]) + (f"; and {more:,} more" if more > 0 else "")


def _fields_with(record: CloudRecord, key: str) -> Iterator[str]:
    """The fields of a record that hold a key."""
    if fold(record.user_principal_name or "") == key:
        yield "user_principal_name"
    if any(fold_proxy(address) == key for address in record.proxy_addresses or ()):
        yield "proxy_addresses"
    if fold(record.primary_smtp or "") == key:
        yield from ("primary_smtp", "mail")
    licensed = record.with_exchange_licence
    if licensed and any(fold_proxy(address) == key for address in licensed.proxy_addresses or ()):
        yield "with_exchange_licence"
