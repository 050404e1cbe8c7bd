"""Why a text is no mail address, and which one was meant."""

from __future__ import annotations

import re

from readiness import ADDRESS, is_hidden, visible

_STRANGE = re.compile(r"[^A-Za-z0-9!#$%&'*+/=?^_`{|}~.@-]")
_WRAPPING = re.compile(r"""\A[\s<>()\[\]"',;]+|[\s<>()\[\]"',;]+\Z""")
_GAP = re.compile(r"\s*([@.])\s*")


def flaw(address: str) -> str | None:
    """What keeps the text from being a mail address; None for one that Entra ID takes."""
    if ADDRESS.fullmatch(address):
        return None
    strange = dict.fromkeys(_STRANGE.findall(address))
    local, at, domain = address.rpartition("@")
    if not at or "@" in local:
        return "has more than one @" if at else "has no @"
    if strange:
        return f"has characters that no mail address has: {' '.join(map(visible, strange))}"
    if not local or not domain:
        return f"has nothing {'behind' if local else 'before'} the @"
    if "" in (*local.split("."), *domain.split(".")):
        return "has a dot where a part begins or ends, or two in a row"
    return "has a domain with a label that no host name may have"


def tidied(address: str) -> str | None:
    """The address without the blanks, brackets and hidden characters around its parts.

    None when that does not make an address of it, or does not change it.
    """
    shown = "".join(c for c in address if c.isspace() or not is_hidden(c))
    better = _GAP.sub(r"\1", _WRAPPING.sub("", shown))
    return better if better != address and ADDRESS.fullmatch(better) else None
