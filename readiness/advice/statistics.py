"""Takes note of each entry for the advice of a report, in counts that add up."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from readiness.columns.bitset import indexes
from readiness.columns.patterns import mismatches
from readiness.directory.dns_domain import unroutable
from readiness.directory.mail_address import split_proxy
from readiness.directory.source_anchor import (
    CONSISTENCY_GUID,
    OBJECT_GUID,
    followed,
    forbidden,
    weight,
)
from readiness.model.counts import count
from readiness.model.values import anchor_text, guid_octets, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from readiness.columns.batch import Batch
    from readiness.model.entry import Entry, Values
    from readiness.model.plan import Plan

EMPLOYEE_ID = "employeeID"
"""The attribute that most people choose who choose one.

https://learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-design-concepts
"""
WEIGHTS = 1000
"""Anchors that count as more characters are not told apart."""
PLAIN_ANCHOR = "[A-Za-z]{0,3}+[0-9]{3,40}+"
"""Anchors that follow no name and have no character that counts three."""
_IS_PLAIN = mismatches((PLAIN_ANCHOR,))
_PAIRS = 10_000
"""So many pairs of a suffix and a mail domain are counted in one part of a source."""
_DOMAINS = 50_000
"""So many suffixes are remembered."""


def text_anchors(plan: Plan) -> tuple[str, ...]:
    """The attributes in text that are compared as anchors, the planned one first."""
    planned = plan.source_anchor.lower()
    is_guid = planned in {OBJECT_GUID.lower(), CONSISTENCY_GUID.lower()}
    others = () if planned == EMPLOYEE_ID.lower() else (EMPLOYEE_ID,)
    return others if is_guid else (plan.source_anchor, *others)


def of_anchor(attribute: str, what: str) -> str:
    """The name of a count of an attribute's values."""
    return f"anchor/{attribute.lower()}/{what}"


def of_model(model: str, check: str) -> str:
    """The name of the count of what a check would find under an identity model."""
    return f"{model}/{check}"


def of_replacement(suffix: str, domain: str) -> str:
    """The name of the count of users with a UPN suffix and a mail domain; neither has an @."""
    return f"replacement@{suffix}@{domain}"


def replacements(noted: Mapping[str, int]) -> Iterator[tuple[str, str, int]]:
    """The suffixes, mail domains and users that were counted under such names."""
    for name, users in noted.items():
        if name.startswith("replacement@"):
            _, suffix, domain = name.split("@")
            yield suffix, domain, users


class Notes:
    """Counts what the advice needs to know of each entry."""

    def __init__(self, plan: Plan) -> None:
        """Take the attributes that are compared as anchors."""
        self._texts = tuple(
            (name.lower(), tuple(of_anchor(name, f"weight/{one}") for one in range(WEIGHTS)))
            for name in text_anchors(plan)
        )
        self._is_routable: dict[str, bool] = {}

    def users(
        self, batch: Batch, bits: int, entry: Callable[[int], Entry], noted: dict[str, int]
    ) -> None:
        """Take note of some entries of a batch, which are users in scope; `entry` makes one."""
        count(noted, _NO_OBJECT_GUID, (bits & ~batch.present(OBJECT_GUID.lower())).bit_count())
        if _SET in batch.columns:
            values = zip(batch.each[_SET], batch.each[OBJECT_GUID.lower()], strict=True)
            some = enumerate(values)
            _consistency_guids([both for at, both in some if both[0] and bits >> at & 1], noted)
        for name, weights in self._texts:
            if column := batch.columns.get(name):
                mine = bits & column.present
                others = mine & (column.failing(_IS_PLAIN) | column.several)
                for number in indexes(others):
                    _text(entry(number), name, noted)
                lengths = Counter(map(len, column.held_by(mine & ~others).values))
                for length, users in lengths.items():
                    count(noted, weights[length], users)

    def is_routable(self, suffix: str) -> bool:
        """Whether a UPN suffix, in lower case, can be verified."""
        if suffix not in self._is_routable:
            if len(self._is_routable) == _DOMAINS:
                self._is_routable.clear()
            self._is_routable[suffix] = unroutable(suffix) is None
        return self._is_routable[suffix]

    def others(self, batch: Batch, bits: int, noted: dict[str, int]) -> None:
        """Take note of some other entries of a batch."""
        count(noted, _IS_SET, (bits & batch.present(_SET)).bit_count())

    def replacement(self, entry: Entry, suffix: str, noted: dict[str, int]) -> None:
        """Take note of the mail domain of a user whose suffix nobody can verify."""
        domain = mail_domain(entry)
        name = of_replacement(suffix, domain)
        if domain and (name in noted or len(noted) < _PAIRS):
            count(noted, name)


GUID_OCTETS = 16
_SET = CONSISTENCY_GUID.lower()
_IS_SET = of_anchor(CONSISTENCY_GUID, "set")
_NO_OBJECT_GUID = of_anchor(OBJECT_GUID, "absent")


def _consistency_guids(values: Sequence[tuple[Any, Any]], noted: dict[str, int]) -> None:
    """Take note of the first ms-DS-ConsistencyGuid of each user, beside its objectGUID."""
    firsts = [one[0] if isinstance(one, list) else one for one, _ in values]
    own = sum(map(_is_own, firsts, [guid for _, guid in values]))
    lengths = Counter([len(one if isinstance(one, bytes) else one.encode()) for one in firsts])
    for length, users in lengths.items():
        weighs = min((length + 2) // 3 * 4, WEIGHTS - 1)  # in base64
        count(noted, of_anchor(CONSISTENCY_GUID, f"weight/{weighs}"), users)
    count(noted, _IS_SET, len(firsts))
    count(noted, of_anchor(CONSISTENCY_GUID, "own"), own)
    count(noted, of_anchor(CONSISTENCY_GUID, "foreign"), len(firsts) - own)


def _is_own(value: str | bytes, guid: Values | None) -> bool:
    if value == guid and len(value) == GUID_OCTETS:
        return True
    guids = guid if isinstance(guid, list) else () if guid is None else (guid,)
    octets = value if isinstance(value, bytes) else value.encode()
    return octets in [guid_octets(x if isinstance(x, bytes) else x.encode()) for x in guids]


def _text(entry: Entry, name: str, noted: dict[str, int]) -> None:
    """Take note of the first value of an anchor in text; a blank one is none."""
    octets = entry.raw(name)[0]
    value = text(octets)
    if not value.strip():
        return
    is_text = value.encode() == octets
    weighs = weight(value) if is_text else len(anchor_text(octets))
    count(noted, of_anchor(name, f"weight/{min(weighs, WEIGHTS - 1)}"))
    if is_text and forbidden(value):
        count(noted, of_anchor(name, "forbidden"))
    if next(followed(entry, value), None):
        count(noted, of_anchor(name, "name"))


def mail_domain(entry: Entry) -> str:
    """The domain of the primary address of an entry or else of its mail; empty without one."""
    typed = map(split_proxy, entry.all("proxyAddresses"))
    primary = next((address for kind, address in typed if kind == "SMTP"), None)
    address = primary or entry.first("mail") or ""
    return address.strip().rpartition("@")[2].lower() if "@" in address else ""
