"""Counts what the advice needs to know of each entry, by the batch."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from readiness.checking.triggers.presence import several
from readiness.checking.triggers.values import where_octets
from readiness.columns.bitset import indexes
from readiness.columns.patterns import mismatches
from readiness.directory.addresses.dns_domain import unroutable
from readiness.directory.addresses.mail_address import split_proxy
from readiness.directory.identifiers.distinguished_name import domain_of, domain_of_all
from readiness.directory.identifiers.security_identifier import fold_sid
from readiness.directory.identifiers.source_anchor import (
    CONSISTENCY_GUID,
    OBJECT_GUID,
    followed,
    forbidden,
    weight,
)
from readiness.model.counts import AnchorValueCounts, count
from readiness.model.values import GUID_OCTETS, anchor_text, as_octets, guid_octets, text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from readiness.columns.batch import Batch
    from readiness.model.counts import Counts
    from readiness.model.entry import Entry, Values
    from readiness.model.plan import Plan

EMPLOYEE_ID = "employeeID"
"""The attribute that most people choose who choose one.

https://learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-design-concepts
"""
PLAIN_ANCHOR = "[A-Za-z]{0,3}+[0-9]{3,40}+"
"""Anchors that follow no name and have no character that counts three: their length is enough."""
_IS_NOT_PLAIN = mismatches(PLAIN_ANCHOR)
_WEIGHT_MAX = 999
"""Anchors that count as more characters are not told apart, so that counts stay few."""
_GUID_WEIGHT = 24
"""The characters of a GUID's 16 octets in base64, which is what Entra ID makes of them."""
_PAIRS_MAX = 10_000
"""So many pairs of a suffix and a mail domain are counted in one partition."""
_SUFFIXES_MAX = 50_000
"""So many suffixes are remembered; a directory of strangers may have one for each user."""
_DOMAINS_MAX = 1000
"""So many domains are told apart: a directory has a few dozen, and hostile input as many as DNs."""
GROUP_MAX = 50_000
"""The members that a group may have with Cloud Sync: larger ones are counted.

https://learn.microsoft.com/entra/identity/hybrid/cloud-sync/connect-to-cloud-sync-decision-guide
"""
_LARGE_GROUP = several("member", GROUP_MAX)
# the master account of a shared mailbox is no account, but S-1-5-10
_LINKED = where_octets("msExchMasterAccountSid", lambda octets: fold_sid(octets) is not None)
_CONSISTENCY_GUID, _OBJECT_GUID = CONSISTENCY_GUID.lower(), OBJECT_GUID.lower()


def text_anchors(plan: Plan) -> tuple[str, ...]:
    """The attributes in text that are compared as anchors, the planned one first."""
    planned = plan.source_anchor.lower()
    is_guid = planned in {_OBJECT_GUID, _CONSISTENCY_GUID}
    others = () if planned == EMPLOYEE_ID.lower() else (EMPLOYEE_ID,)
    return others if is_guid else (plan.source_anchor, *others)


class AdviceStatistics:
    """Counts entries by what matters to the advice."""

    def __init__(self, plan: Plan) -> None:
        """Take the attributes that are compared as anchors."""
        self._texts = tuple(name.lower() for name in text_anchors(plan))
        self._routable: dict[str, bool] = {}

    def add_users(
        self, batch: Batch, users: int, entry: Callable[[int], Entry], counts: Counts
    ) -> None:
        """Count the entries of a batch that are users in scope, given in bits.

        `entry` makes the entry of a number; few are made.
        """
        # every GUID weighs the same, so it is enough to count who has one
        with_guid = (users & batch.present(_OBJECT_GUID)).bit_count()
        count(_values_of(counts, _OBJECT_GUID).weights, _GUID_WEIGHT, with_guid)
        if _CONSISTENCY_GUID in batch.columns:
            pairs = zip(batch.each[_CONSISTENCY_GUID], batch.each[_OBJECT_GUID], strict=True)
            _add_consistency_guids(
                [pair for at, pair in enumerate(pairs) if pair[0] and users >> at & 1], counts
            )
        for name in self._texts:
            if column := batch.columns.get(name):
                values, holders = _values_of(counts, name), users & column.present
                odd = holders & (column.failing(_IS_NOT_PLAIN) | column.several)
                for number in indexes(odd):
                    _add_text(entry(number), name, values)
                # without characters that count three, an anchor weighs what it is long
                lengths = Counter(map(len, column.held_by(holders & ~odd).values))
                for length, number in lengths.items():
                    count(values.weights, length, number)

    def add_scope(self, batch: Batch, in_scope: int, groups: int, counts: Counts) -> None:
        """Count what tells the sync tools apart; entries and groups in scope are given in bits."""
        counts.large_groups += (groups & batch.triggered(_LARGE_GROUP)).bit_count()
        counts.linked += batch.triggered(_LINKED).bit_count()
        column = batch.columns.get("dn")
        if column is None:
            return  # an empty batch
        shared = domain_of_all(column.text) if column.is_text and not column.odd else None
        if shared is not None:
            _add_domain(shared.lower(), in_scope.bit_count(), counts)
            return
        for index in indexes(in_scope):
            _add_domain(domain_of(batch.dn(index)).lower(), 1, counts)

    def add_others(self, batch: Batch, others: int, counts: Counts) -> None:
        """Count entries of a batch that are no users in scope, given in bits."""
        counts.consistency_guids += (others & batch.present(_CONSISTENCY_GUID)).bit_count()

    def is_routable(self, suffix: str) -> bool:
        """Whether a UPN suffix, in lower case, can be verified."""
        known = self._routable.get(suffix)
        if known is None:
            if len(self._routable) == _SUFFIXES_MAX:
                self._routable.clear()
            known = self._routable[suffix] = unroutable(suffix) is None
        return known

    def add_mail_domain(self, user: Entry, suffix: str, counts: Counts) -> None:
        """Count the mail domain of a user whose suffix nobody can verify."""
        domain, pairs = mail_domain(user), counts.mail_domains
        if domain and ((suffix, domain) in pairs or len(pairs) < _PAIRS_MAX):
            count(pairs, (suffix, domain))


def _add_domain(domain: str, number: int, counts: Counts) -> None:
    if domain in counts.domains or len(counts.domains) < _DOMAINS_MAX:
        count(counts.domains, domain, number)


def mail_domain(entry: Entry) -> str:
    """The domain of the primary address of an entry or else of its mail; empty without one."""
    typed = map(split_proxy, entry.all("proxyAddresses"))
    primary = next((address for kind, address in typed if kind == "SMTP"), None)
    address = primary or entry.first("mail") or ""
    return address.strip().rpartition("@")[2].lower() if "@" in address else ""


def _values_of(counts: Counts, attribute: str) -> AnchorValueCounts:
    return counts.anchors.setdefault(attribute, AnchorValueCounts())


def _add_consistency_guids(pairs: Sequence[tuple[Any, Values | None]], counts: Counts) -> None:
    """Count the first mS-DS-ConsistencyGuid of each user, which stands beside its objectGUID."""
    firsts = [held[0] if isinstance(held, list) else held for held, _ in pairs]
    weights = _values_of(counts, _CONSISTENCY_GUID).weights
    lengths = Counter([len(as_octets(value)) for value in firsts])
    for length, number in lengths.items():
        in_base64 = (length + 2) // 3 * 4
        count(weights, min(in_base64, _WEIGHT_MAX), number)
    counts.consistency_guids += len(firsts)
    counts.own_consistency_guids += sum(map(_is_own, firsts, [guid for _, guid in pairs]))


def _is_own(value: str | bytes, guid: Values | None) -> bool:
    if value == guid and len(value) == GUID_OCTETS:
        return True  # as nearly always, without making octets of either
    guids = guid if isinstance(guid, list) else () if guid is None else (guid,)
    return as_octets(value) in [guid_octets(as_octets(guid)) for guid in guids]


def _add_text(entry: Entry, name: str, values: AnchorValueCounts) -> None:
    """Count the first value of an anchor in text; a blank one is none."""
    octets = entry.raw(name)[0]
    value = text(octets)
    if not value.strip():
        return
    # what is not UTF-8 becomes base64 in the cloud: it has neither characters nor names
    is_text = value.encode() == octets
    weighs = weight(value) if is_text else len(anchor_text(octets))
    count(values.weights, min(weighs, _WEIGHT_MAX))
    values.forbidden += is_text and bool(forbidden(value))
    values.names += next(followed(entry, value), None) is not None
