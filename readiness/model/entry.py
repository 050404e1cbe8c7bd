"""One object of the directory, and the kinds that the sync engine tells apart."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from readiness.model.values import AccountControl, as_octets, as_text, guid_text


class Kind(StrEnum):
    """The kinds of object that the sync engine tells apart."""

    __hash__ = str.__hash__  # an enumeration's own takes ten times as long

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
        # no class has blanks, but a file that somebody edited may have them at the end of a line
        names = {name.strip().lower() for name in classes}
        # the most special class first: inetOrgPerson and computer are derived from user
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
# a plain number, since a flag of an enumeration takes thirty times as long to test
_DISABLED = int(AccountControl.DISABLED)

Values = str | bytes | list[str | bytes]
"""The values of one attribute as a source hands them over: text, or octets not yet decoded."""


class ValuesByName(Protocol):
    """The values of one entry by attribute in lower case: a dictionary, or a row of columns."""

    def get(self, name: str, /) -> Values | None:
        """The value or values of an attribute, if the entry has any."""

    def __contains__(self, name: str, /) -> bool:
        """Whether it has any."""


class Entry:
    """One object of the directory, read by attribute name whatever its case; decoding is lazy."""

    __slots__ = ("_guid", "_values", "dn", "kind", "line", "ordinal", "out_of_scope")

    def __init__(
        self,
        dn: str,
        kind: Kind,
        values: ValuesByName,
        *,
        ordinal: int = 0,
        line: int | None = None,
        out_of_scope: str | None = None,
    ) -> None:
        """Wrap `values`, whose keys are lower case.

        `ordinal` is unique to the entry within a scan and grows in the order of the sources; `line`
        is that of its `dn:` in an LDIF file; `out_of_scope` is the reason why the sync engine does
        not take the entry in, or None if it does.
        """
        self.dn = dn
        self.kind = kind
        self.ordinal = ordinal
        self.line = line
        self.out_of_scope = out_of_scope
        self._values = values
        self._guid: str | None = ""

    def has(self, name: str) -> bool:
        """Whether the attribute is present."""
        return name.lower() in self._values

    def first(self, name: str) -> str | None:
        """The first value as text, or None when the attribute is absent."""
        value = self._values.get(name.lower())
        # nearly every value: checked by type, which is faster than isinstance
        if type(value) is str or value is None:
            return value
        if isinstance(value, list):
            value = value[0]
        return as_text(value)

    def all(self, name: str) -> list[str]:
        """Every value as text, in the order of the source."""
        # nearly every value is a text already, for which no function is called
        return [value if type(value) is str else as_text(value) for value in self.values(name)]

    def raw(self, name: str) -> list[bytes]:
        """Every value as octets: for GUIDs, SIDs, certificates and photos."""
        return list(map(as_octets, self.values(name)))

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
    def is_disabled(self) -> bool:
        """Whether userAccountControl disables the account; of one without it nobody says so."""
        return bool((self.number("userAccountControl") or 0) & _DISABLED)

    @property
    def guid(self) -> str | None:
        """The objectGUID in its usual text form."""
        # empty until it is asked for; None is an answer
        if self._guid == "":
            octets = self._values.get("objectguid")
            if not isinstance(octets, bytes):
                octets = next(iter(self.raw("objectGUID")), None)
            self._guid = None if octets is None else guid_text(octets)
        return self._guid
