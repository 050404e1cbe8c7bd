"""Distinguished names as people read them: a name, and the folder that it is in."""

from __future__ import annotations

import re

# Possessive: a DN of a million signs without a comma is looked through once, not once a sign.
_RDN = re.compile(r"((?:[^\\,]|\\.|\\\Z)*+)(?:,|\Z)", re.DOTALL)
"""A relative name of a DN, and the comma behind it."""
_ESCAPED = re.compile(r"((?:\\[0-9A-Fa-f]{2})+)|\\(.)", re.DOTALL)


def split(dn: str) -> tuple[str, str]:
    """The relative name of an object and the DN of its container: `CN=Ana`, `OU=Staff,DC=…`."""
    first = _RDN.match(dn)
    return (first[1], dn[first.end() :]) if first else (dn, "")


def name_of(rdn: str) -> str:
    r"""The bare name: `Doyle, Ana` of `CN=Doyle\, Ana`."""
    _, equals, value = rdn.partition("=")
    return _unescaped(value.strip()) if equals else rdn


def path_of(container: str) -> str:
    """A container as the directory tools show it, `contoso.com/Staff/Seattle`; `/` at the top."""
    folders: list[str] = []
    domain: list[str] = []
    *rdns, _ = (match[1] for match in _RDN.finditer(container))  # the last one is the empty end
    for rdn in rdns:
        is_domain = rdn.strip()[:3].upper() == "DC="
        (domain if is_domain else folders).append(name_of(rdn).replace("/", "\\/"))
    return "/".join([".".join(domain), *reversed(folders)]) or "/"


def _unescaped(value: str) -> str:
    """https://www.rfc-editor.org/rfc/rfc4514#section-2.4 ."""
    return _ESCAPED.sub(_plain, value)


def _plain(match: re.Match[str]) -> str:
    if match[1] is None:
        return match[2]
    return bytes.fromhex(match[1].replace("\\", "")).decode("utf-8", "backslashreplace")
