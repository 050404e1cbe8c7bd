"""The objects of a batch on their way to the tenant: what of each decides whom it meets there."""

from __future__ import annotations

from functools import cached_property
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

from readiness.cloud.attributes import (
    display_name,
    immutable_id,
    is_enabled,
    usage_location,
)
from readiness.cloud.matching.meeting import Candidate
from readiness.cloud.prediction import READS
from readiness.columns.bitset import bits_where, flags_of, indexes
from readiness.directory.identifiers.source_anchor import CONSISTENCY_GUID, OBJECT_GUID
from readiness.model.entry import USERS, Entry, Kind
from readiness.model.tenant_object import DETAILS, TenantKind
from readiness.model.values import GUID_OCTETS, anchor_text, as_octets, sid_text
from readiness.tenant.arriving.names import Doubt, Names, predicted_names, sent_names
from readiness.tenant.arriving.unchanged import with_sent_addresses, with_sent_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from readiness.cloud.tenant_domains import TenantDomains
    from readiness.columns.batch import Batch
    from readiness.model.entry import Values
    from readiness.model.plan import Plan

_KINDS = {Kind.GROUP: TenantKind.GROUP, Kind.CONTACT: TenantKind.CONTACT}
_GUIDS = frozenset({OBJECT_GUID.lower(), CONSISTENCY_GUID.lower()})
_DETAILS = [detail.attribute.lower() for detail in DETAILS]


class Arriving(NamedTuple):
    """An object on its way, and what of it cannot be told."""

    entry: Entry
    candidate: Candidate
    sends_addresses: bool
    """Whether any address is sent, be it one that does not arrive."""
    alias: str
    """The one that is sent; empty where none is."""
    usage_location: str
    """The one that is sent; empty where none is."""
    is_enabled: bool | None
    """Whether a user may sign in; None where that is not known, and for what is no user."""
    details: tuple[str, ...]
    """The values of DETAILS, empty texts among them."""
    doubts: tuple[Doubt, ...]
    """None where all is known."""


def tenant_kind(kind: Kind) -> TenantKind:
    """What an object of a kind becomes in the tenant."""
    return _KINDS.get(kind, TenantKind.USER)


def attributes_read(plan: Plan) -> tuple[str, ...]:
    """All that is looked at of an entry."""
    details = (detail.attribute for detail in DETAILS)
    return (*READS, *details, "objectSid", plan.sign_in_attribute, plan.source_anchor)


class Arrivals:
    """The entries of a batch as they arrive in a tenant, before any licence."""

    def __init__(self, batch: Batch, plan: Plan, domains: TenantDomains) -> None:
        """Take a batch, the plan, and the domains that it says the tenant has."""
        self._batch = batch
        self._plan = plan
        self._domains = domains

    def of(self, kind: Kind, bits: int, first_ordinal: int) -> Iterator[Arriving]:
        """The entries of a kind that are given in bits; the first of the batch has that ordinal."""
        batch, numbers = self._batch, indexes(bits)
        lines = batch.lines
        entries = [
            Entry(batch.dn(at), kind, batch.values(at), ordinal=first_ordinal + at, line=lines[at])
            for at in numbers
        ]
        names = self._names(kind, entries, numbers)
        anchors = self._anchors(entries, numbers) if kind in USERS else [""] * len(numbers)
        sids = batch.each["objectsid"]
        candidates = map(
            Candidate,
            repeat(tenant_kind(kind)),
            [held.sign_in_name for held in names],
            [held.primary for held in names],
            [held.smtp for held in names],
            anchors,
            [entry.guid or "" for entry in entries],
            [_sid(sids[at]) for at in numbers],
            self._display_names(entries, numbers),
            [held.is_renamed for held in names],
        )
        aliases = batch.firsts("mailnickname")
        controls = batch.firsts("useraccountcontrol")
        locations = batch.firsts("msexchusagelocation")
        details = list(zip(*map(batch.firsts, _DETAILS), strict=True))
        return map(
            Arriving,
            entries,
            candidates,
            [held.sends_addresses for held in names],
            [aliases[at] for at in numbers],
            [
                usage_location(entry).value or "" if locations[at] else ""
                for entry, at in zip(entries, numbers, strict=True)
            ],
            [is_enabled(controls[at]) if kind in USERS else None for at in numbers],
            [details[at] for at in numbers],
            self._doubts(entries, names, anchors),
        )

    def _names(self, kind: Kind, entries: Sequence[Entry], numbers: Sequence[int]) -> list[Names]:
        """The names of some entries, which have these numbers in the batch."""
        batch, unchanged = self._batch, self._with_sent_addresses
        sent: Sequence[str] = [""] * batch.size
        if kind in USERS:
            sent = batch.firsts(self._plan.sign_in_attribute.lower())
            unchanged &= self._with_sent_names
        if kind is Kind.INETORGPERSON:  # whose addresses are sent only beside an alias: see `sent`
            unchanged &= bits_where(batch.firsts("mailnickname"))
        are_unchanged = flags_of(unchanged & (1 << batch.size) - 1, batch.size)
        proxies, mails = batch.each["proxyaddresses"], batch.firsts("mail")
        return [
            sent_names(sent[at], proxies[at], mails[at])
            if are_unchanged[at]
            else predicted_names(entry, self._plan, self._domains)
            for entry, at in zip(entries, numbers, strict=True)
        ]

    @cached_property
    def _with_sent_addresses(self) -> int:
        """The entries, in bits, whose addresses arrive as they are sent."""
        return with_sent_addresses(self._batch)

    @cached_property
    def _with_sent_names(self) -> int:
        """The entries, in bits, whose sign-in names do."""
        return with_sent_name(self._batch, self._plan.sign_in_attribute, self._domains)

    def _anchors(self, entries: Sequence[Entry], numbers: Sequence[int]) -> list[str]:
        """The source anchors of users; empty where nobody can tell."""
        chosen = self._plan.source_anchor.lower()
        if chosen not in _GUIDS:
            return [immutable_id(entry, self._plan).value or "" for entry in entries]
        # who has no mS-DS-ConsistencyGuid is anchored by objectGUID: see `immutable_id`
        each = self._batch.each
        values, guids = each[chosen], each[OBJECT_GUID.lower()]
        return [
            anchor_text(octets)
            if type(octets := guids[at] if values[at] is None else values[at]) is bytes
            and len(octets) == GUID_OCTETS
            else immutable_id(entry, self._plan).value or ""
            for entry, at in zip(entries, numbers, strict=True)
        ]

    def _display_names(self, entries: Sequence[Entry], numbers: Sequence[int]) -> list[str]:
        names = self._batch.firsts("displayname")
        return [
            names[at] or display_name(entry, self._plan).value or ""
            for entry, at in zip(entries, numbers, strict=True)
        ]

    def _doubts(
        self, entries: Sequence[Entry], names: Sequence[Names], anchors: Sequence[str]
    ) -> Iterator[tuple[Doubt, ...]]:
        """What cannot be told of entries."""
        for entry, held, anchor in zip(entries, names, anchors, strict=True):
            doubts = held.doubts
            if not anchor and entry.kind in USERS:
                predicted = immutable_id(entry, self._plan)
                if not predicted.is_known:
                    reason = f"the source anchor is not known: {predicted.because}"
                    doubts = (*doubts, Doubt(reason, self._plan.source_anchor))
            yield doubts


def _sid(held: Values | None) -> str:
    if held is None:
        return ""
    first = held[0] if isinstance(held, list) else held
    return sid_text(as_octets(first)) or ""
