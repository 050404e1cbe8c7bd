"""What a search should have shown and did not: evidence of what an account may not see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.sources.protocol.errors import Damaged

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from readiness.sources.protocol.operations import LdapEntry

_LINKS = frozenset({b"member", b"memberof", b"manager"})
"""Attributes that name entries of the same directory, which keeps them true."""
_CLASS, _GUID, _ACCOUNT_CONTROL = b"objectClass", b"objectGUID", b"userAccountControl"
"""As Active Directory spells what every entry has, and every user:
https://learn.microsoft.com/windows/win32/adschema/c-user"""
_REMEMBERED_MAX = 100_000
_REPEATED_MAX = 100
"""So many entries may come twice, because they were renamed meanwhile, or were two."""


class Coverage:
    """The names that came, and those that were named and did not.

    Of a large directory it remembers a sample, which is chosen by hashes: so a name is either
    remembered both times or not at all, and the memory is bounded.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self.entries = 0
        self.is_active_directory = False
        """Whether every entry must have what Active Directory gives each."""
        self.hidden = 0
        """The number of entries that came without what they must have."""
        self.first_hidden = b""
        self.references: list[str] = []
        """The URLs of servers that have further parts of what was searched."""
        self._attributes: set[bytes] = set()
        """As they were spelt."""
        self._links: set[bytes] = set()
        self._seen: set[int] = set()
        self._missing: dict[int, bytes] = {}
        """Entries that others name and that have not come yet, by the hashes of their DNs."""
        self._mask = 0
        self._repeated = 0

    def take(self, entries: Iterable[LdapEntry]) -> Iterator[LdapEntry]:
        """Hand on entries, and note what they tell.

        Raises:
            Damaged: the same entries come again and again.
        """
        for entry in entries:
            self._note(entry)
            yield entry

    @property
    def attributes(self) -> frozenset[str]:
        """The attributes that some entry has, in lower case and without options."""
        return frozenset(
            name.partition(b";")[0].decode("ascii").lower() for name in self._attributes
        )

    def unseen(self, bases: Collection[str], excluded: Collection[str]) -> list[bytes]:
        """DNs below some bases that were named and did not come; not below those excluded.

        One of each container comes first: what is hidden is mostly a whole one.
        """
        below = tuple(_suffix(base) for base in bases)
        not_below = tuple(_suffix(base) for base in excluded)
        found = [
            dn
            for dn in self._missing.values()
            if dn.lower().endswith(below) and not (not_below and dn.lower().endswith(not_below))
        ]
        # backwards, since the last one of a key stays in a dict, and the first is wanted
        firsts = {dn.partition(b",")[2].lower(): dn for dn in reversed(found)}
        others = set(found) - set(firsts.values())
        return [*firsts.values(), *(dn for dn in found if dn in others)]

    def _note(self, entry: LdapEntry) -> None:
        self.entries += 1
        held = dict(entry.attributes)
        if not held.keys() <= self._attributes:
            self._attributes |= held.keys()
            self._links = {name for name in self._attributes if name.lower() in _LINKS}
        if self._hides(held):
            self.hidden += 1
            self.first_hidden = self.first_hidden or entry.dn
        # salted anew in each process, so nobody can choose DNs that the sample never holds:
        # https://docs.python.org/3/reference/datamodel.html#object.__hash__
        key = hash(entry.dn.lower())
        if not key & self._mask:
            self._repeated += key in self._seen
            self._seen.add(key)
            self._missing.pop(key, None)
        for name in self._links & held.keys():
            for dn in held[name]:
                self._name(dn)
        if len(self._seen) > _REMEMBERED_MAX or len(self._missing) > _REMEMBERED_MAX:
            self._forget_half()
        if self._repeated > _REPEATED_MAX:
            raise Damaged("the same entries come again and again")

    def _hides(self, held: dict[bytes, list[bytes]]) -> bool:
        """Whether an entry came without what it must have."""
        classes = held.get(_CLASS)
        if classes is None:  # another server may spell it otherwise
            return not any(name.lower() == _CLASS.lower() for name in held)
        if not self.is_active_directory:
            return False
        return _GUID not in held or (b"user" in classes and _ACCOUNT_CONTROL not in held)

    def _name(self, dn: bytes) -> None:
        """Take note that an entry names another one."""
        key = hash(dn.lower())
        if not key & self._mask and key not in self._seen:
            self._missing.setdefault(key, dn)

    def _forget_half(self) -> None:
        # one more bit of the hash has to be 0, for the names that came and those that are missing
        self._mask = self._mask << 1 | 1
        self._seen = {key for key in self._seen if not key & self._mask}
        self._missing = {key: dn for key, dn in self._missing.items() if not key & self._mask}


def _suffix(base: str) -> bytes:
    # a base may be typed with blanks behind its commas; Active Directory sends DNs without
    return f",{base}".replace(", ", ",").lower().encode("utf-8", "surrogateescape") if base else b""
