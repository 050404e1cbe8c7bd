"""Learns from a few blocks how a file writes the records of users."""

from __future__ import annotations

import re
from collections import Counter

CLASSES = ("top", "person", "organizationalPerson", "user")
"""The object classes of a plain entry, which is a user."""
_OF_KIND = re.compile(rf"\n(?i:objectclass): {CLASSES[-1]}\n(?!(?i:objectclass):)")
_HEADS = re.compile(r"\n([A-Za-z][A-Za-z0-9;-]*+):(:?)[^\n]*+(\n )?")


class Habits:
    """How a file writes its records."""

    def __init__(self) -> None:
        self._orders: dict[tuple[str, ...], None] = {}
        self.several: set[str] = set()
        """The names that come more than once in a record."""
        self.coded: set[str] = set()
        """Those that have values in base64."""
        self.folded: set[str] = set()
        """Those that have values on several lines."""

    def learn(self, content: str) -> bool:
        """Look at the records of a block; tells whether there was anything new."""
        before = len(self._orders)
        for record in content.split("\n\n"):
            if not _OF_KIND.search(record):
                continue
            heads = _HEADS.findall(f"\n{record}")
            names = Counter(name for name, _, _ in heads)
            self._orders[tuple(names)] = None
            self.several.update(name for name, count in names.items() if count > 1)
            self.coded.update(name for name, colon, _ in heads if colon)
            self.folded.update(name for name, _, fold in heads if fold)
        return len(self._orders) > before

    @property
    def order(self) -> list[str]:
        """One order of all names, in which the names of most records come as they do there."""
        merged: list[str] = []
        for names in sorted(self._orders, key=len, reverse=True):
            at = -1
            for name in names:
                if name in merged:
                    at = merged.index(name)
                else:
                    at += 1
                    merged.insert(at, name)
        return merged
