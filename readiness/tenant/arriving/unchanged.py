"""Tells which objects of a batch the cloud takes with the names and addresses that they have.

Nearly all objects are such, and of them nothing has to be predicted. All values of a column are
asked about at once; of whoever is left out here, the rules in the other modules tell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.cloud.tenant_domains import RESERVED_SUFFIXES
from readiness.columns.bitset import bits_where
from readiness.columns.patterns import address_mismatches
from readiness.directory.addresses.mail_address import ADDRESS
from readiness.directory.addresses.user_principal_name import PLAIN

if TYPE_CHECKING:
    from readiness.cloud.tenant_domains import TenantDomains
    from readiness.columns.batch import Batch
    from readiness.columns.column import Column

_NAMES = address_mismatches(PLAIN, are_typed=False)
_MAILS = address_mismatches(ADDRESS.pattern, are_typed=False)
_PROXIES = address_mismatches(
    rf"(?:SMTP|smtp|SIP|sip):{ADDRESS.pattern}|[Xx]500:[^@\n]++(?<!\s)", are_typed=True
)


def with_sent_name(batch: Batch, attribute: str, domains: TenantDomains) -> int:
    """The entries, in bits, that sign in with the value of an attribute as it is."""
    column = batch.columns.get(attribute.lower())
    if column is None or not domains.are_known:
        return 0
    kept = column.present & ~column.several & ~column.failing(_NAMES)
    if not all(map(domains.lists, column.domains)):
        names = batch.firsts(attribute.lower())
        kept &= bits_where(domains.lists(name.rpartition("@")[2]) for name in names)
    return kept


def with_sent_addresses(batch: Batch) -> int:
    """The entries, in bits, of whose addresses all arrive, or that have none.

    A negative number has all bits beyond the last entry set.
    """
    changed = 0
    for name, mismatches in (("proxyaddresses", _PROXIES), ("mail", _MAILS)):
        if column := batch.columns.get(name):
            changed |= column.failing(mismatches) | _reserved(column)
    return ~changed


def _reserved(column: Column) -> int:
    found = 0
    for suffix in RESERVED_SUFFIXES:
        found |= column.containing(suffix)
    return found
