"""Whether a value that is proposed is spelt as the one in whose place it comes."""

from __future__ import annotations

import re

from readiness.directory.addresses.user_principal_name import LOCAL_CHARACTERS
from readiness.model.values import is_hidden

_WRAPPING = "<>()[]\"',;"
ADDRESSES = frozenset({"mail", "proxyaddresses", "targetaddress", "userprincipalname"})
"""The attributes that hold names with a domain, in lower case."""
_PLAIN = re.compile(rf"[{LOCAL_CHARACTERS}]++")


def core(value: str) -> str:
    """What is left of a value without blanks, hidden characters, type, wrapping and idle dots."""
    seen = "".join(mark for mark in value if not (mark.isspace() or is_hidden(mark))).lower()
    while seen.startswith("smtp:"):
        seen = seen.removeprefix("smtp:")
    local, at, domain = seen.strip(_WRAPPING).rpartition("@")
    return ".".join(filter(None, local.split("."))) + at + ".".join(filter(None, domain.split(".")))


def is_respelt(attribute: str, old: str | None, new: str) -> bool:
    """Whether only a person can tell that the new value is the right one: there are others.

    An address is spelt as it was if the part before the @ is, wherever its domain leads: where to
    is one decision for all. `old` is None where there is no value yet.
    """
    if attribute.lower() not in ADDRESSES:
        return old is None or core(old) != core(new)
    if old is None:
        return False
    local, at, alone = old.rpartition("@")
    # most go to another domain as they are, and there are many of them
    if at and new.startswith(f"{local}@"):
        return False
    return core(local if at else alone) != core(new).rpartition("@")[0]


def is_of_own_address(attribute: str, old: str | None) -> bool:
    """Whether a sign-in name with another local part can only be an address of the person's own.

    A name of plain characters has nothing that could be respelt, so nobody has to tell how.
    """
    local = (old or "").rpartition("@")[0]
    return attribute.lower() == "userprincipalname" and _PLAIN.fullmatch(local) is not None
