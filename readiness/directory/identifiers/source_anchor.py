"""What may be a source anchor, what Entra ID takes for one, and how two of them compare.

https://learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-design-concepts
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from readiness.directory.identifiers.guid import fold_guid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readiness.model.entry import Entry

OBJECT_GUID = "objectGUID"
CONSISTENCY_GUID = "mS-DS-ConsistencyGuid"
WEIGHT_LIMIT = 60
"""An anchor in text counts as fewer characters than that."""
NAMES = ("cn", "displayName", "mail", "mailNickname", "sAMAccountName", "sn", "userPrincipalName")
"""The attributes that change with a person's name."""

fold_case = str.lower
"""An anchor as those see it who take capitals for small letters; blank ones are not left out."""
fold_object_guid = fold_guid
"""An objectGUID for comparison."""

# the characters that the page above lists
_FORBIDDEN = re.compile(r"""[\\!#$%&*+/=?^`{}|~<>()';:,\[\]"@_]""")
_HEAVY = re.compile(r"[^A-Za-z0-9]")
_DIGIT = re.compile(r"\d")


def weight(value: str) -> int:
    """The characters that a text counts as: each but a letter from A to Z and a digit is three."""
    return len(value) + 2 * len(_HEAVY.findall(value))


def forbidden(value: str) -> list[str]:
    """The different characters of a text that no anchor may have."""
    return list(dict.fromkeys(_FORBIDDEN.findall(value)))


def is_number(value: str) -> bool:
    """Whether digits prevail: a staff number is no name, even where people sign in with it."""
    return 2 * len(_DIGIT.findall(value)) >= len(value)


def followed(entry: Entry, value: str) -> Iterator[str]:
    """The names of the entry, of those that were read, which a value repeats."""
    # staff numbers are the best anchors, and sAMAccountName often holds one
    if is_number(value):
        return
    folded = value.lower()
    for name in NAMES:
        known = entry.first(name)
        if known and folded in {known.lower(), known.partition("@")[0].lower()}:
            yield name


def fold_text(value: str) -> str | None:
    """An anchor in text as it is: Entra ID tells capitals from small letters."""
    return value if value.strip() else None
