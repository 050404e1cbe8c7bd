"""The nouns of a scan: what is read, what is found in it, and how grave that is."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Self

from readiness.model.values import guid_text, text

if TYPE_CHECKING:
    from collections.abc import Mapping


class Severity(IntEnum):
    """What a finding means for the person whose account it is."""

    INFO = 1
    """Worth knowing when planning; nobody notices anything."""
    WARNING = 2
    """The object synchronises, and something about it surprises or stops working."""
    ERROR = 3
    """The object does not arrive, or arrives with a name or address that nobody expects."""

    @cached_property
    def label(self) -> str:
        """The severity as reports and options write it."""
        return self.name.lower()


class Kind(StrEnum):
    """The kinds of object that the sync engine tells apart."""

    USER = "user"
    INETORGPERSON = "inetOrgPerson"
    GROUP = "group"
    CONTACT = "contact"
    COMPUTER = "computer"
    OTHER = "other"

    @classmethod
    def of(cls, classes: tuple[str, ...]) -> Kind:
        """The kind that the values of objectClass make, in any case and order.

        A computer is a user too in Active Directory, and so are managed service accounts.
        """
        names = {name.lower() for name in classes}
        for kind in (cls.COMPUTER, cls.INETORGPERSON, cls.USER, cls.GROUP, cls.CONTACT):
            if kind.lower() in names:
                return kind
        return cls.OTHER


USERS = frozenset({Kind.USER, Kind.INETORGPERSON})
GROUPS = frozenset({Kind.GROUP})
CONTACTS = frozenset({Kind.CONTACT})
RECIPIENTS = USERS | GROUPS | CONTACTS
"""What Entra ID takes in as users, groups and contacts; all may have mail addresses."""
EVERY_KIND = frozenset(Kind)

Values = str | bytes | list[str | bytes]
"""The values of one attribute as a source hands them over: text, or octets not yet decoded."""


class Entry:
    """One object of the directory, read by attribute name whatever its case; decoding is lazy."""

    __slots__ = ("_guid", "_values", "dn", "kind", "left_out", "line", "place")

    def __init__(
        self,
        dn: str,
        kind: Kind,
        values: Mapping[str, Values],
        *,
        place: int = 0,
        line: int | None = None,
        left_out: str | None = None,
    ) -> None:
        """Wrap `values`, whose keys are lower case.

        `place` is unique to the entry within a scan and grows in the order of the sources; `line`
        is that of its `dn:` in an LDIF file; `left_out` the reason why the sync engine leaves the
        entry out, if it does.
        """
        self.dn = dn
        self.kind = kind
        self.place = place
        self.line = line
        self.left_out = left_out
        self._values = values
        self._guid: str | None = ""

    def has(self, name: str) -> bool:
        """Whether the attribute is present."""
        return name.lower() in self._values

    def first(self, name: str) -> str | None:
        """The first value as text, or None when the attribute is absent."""
        value = self._values.get(name.lower())
        if type(value) is str or value is None:
            return value
        if isinstance(value, list):
            value = value[0]
        return value if isinstance(value, str) else text(value)

    def all(self, name: str) -> list[str]:
        """Every value as text, in the order of the source."""
        return [one if isinstance(one, str) else text(one) for one in self.values(name)]

    def raw(self, name: str) -> list[bytes]:
        """Every value as octets: for GUIDs, SIDs, certificates and photos."""
        return [one if isinstance(one, bytes) else one.encode() for one in self.values(name)]

    def values(self, name: str) -> list[str | bytes]:
        """Every value as the source has it: text, or octets not yet decoded."""
        value = self._values.get(name.lower())
        if value is None:
            return []
        return value if isinstance(value, list) else [value]

    def number(self, name: str) -> int | None:
        """The first value as an integer; None when it is absent or is none."""
        value = self.first(name)
        try:
            return None if value is None else int(value)
        except ValueError:
            return None

    @property
    def guid(self) -> str | None:
        """The objectGUID in its usual text form."""
        if self._guid == "":
            octets = self._values.get("objectguid")
            if not isinstance(octets, bytes):
                octets = next(iter(self.raw("objectGUID")), None)
            self._guid = None if octets is None else guid_text(octets)
        return self._guid


class Finding(NamedTuple):
    """One thing that one check has to say about one entry; sorts in the order of the report."""

    check: str
    dn: str
    attribute: str
    value: str | None
    message: str
    """Finishes the sentence "*value* ...". What it quotes of the directory stands in “quotes”."""
    proposal: str | None = None
    related: tuple[str, ...] = ()
    """The DNs of other entries that are part of the matter, the first few of them."""
    place: int = 0


class Mention(NamedTuple):
    """This entry has this value under this key; equal keys sort together."""

    space: str
    key: str
    place: int
    attribute: str
    value: str
    dn: str
    is_left_out: bool
    """Whether the sync engine leaves the entry out."""
    kind: Kind


@dataclass
class Tally:
    """Counts of a part of the scan; parts add up to the whole."""

    entries: int = 0
    in_scope: dict[str, int] = field(default_factory=dict)
    not_ready: dict[str, int] = field(default_factory=dict)
    out_of_scope: dict[str, int] = field(default_factory=dict)
    suffixes: dict[str, int] = field(default_factory=dict)
    suffixes_not_ready: dict[str, int] = field(default_factory=dict)
    groups: dict[str, int] = field(default_factory=dict)
    groups_not_ready: dict[str, int] = field(default_factory=dict)
    findings: dict[str, int] = field(default_factory=dict)
    essentials: dict[str, int] = field(default_factory=dict)
    noted: dict[str, int] = field(default_factory=dict)
    """What is counted for the advice of a report: see `notes` and `survey`."""

    def spoil(self, kind: str, suffix: str | None, group: str | None) -> None:
        """Count an entry in scope as not ready."""
        count(self.not_ready, kind)
        if suffix is not None:
            count(self.suffixes_not_ready, suffix)
        if group is not None:
            count(self.groups_not_ready, group)

    def __iadd__(self, other: Tally) -> Self:
        """Add the counts of another part."""
        self.entries += other.entries
        for name, counts in vars(other).items():
            if isinstance(counts, dict):
                mine = getattr(self, name)
                for key, count in counts.items():
                    mine[key] = mine.get(key, 0) + count
        return self


def count(counts: dict[str, int], key: str, number: int = 1) -> None:
    """Count one more, or several; nothing where there is none."""
    if number:
        counts[key] = counts.get(key, 0) + number
