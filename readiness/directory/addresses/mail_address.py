"""What a mail address and a proxy address are, and how two of them compare."""

from __future__ import annotations

import re

from readiness.columns import kernels
from readiness.model.values import is_hidden, visible

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]++"
_LABEL = r"(?!-)[A-Za-z0-9-]{1,63}+(?<!-)"
_DOMAIN = rf"{_LABEL}(?:\.{_LABEL})*+"
_ADDRESS = rf"{_ATOM}(?:\.{_ATOM})*+@{_DOMAIN}"
ADDRESS = re.compile(_ADDRESS)
"""A mail address as Entra ID takes one: an RFC 5322 dot-atom and a domain in ASCII.

https://www.rfc-editor.org/rfc/rfc5322#section-3.4.1
"""
DOMAIN = re.compile(_DOMAIN)
BECOME_UNDERSCORES = "`|=?/%"
"""These may stand before the @, and become underscores in the cloud.

https://learn.microsoft.com/microsoft-365/troubleshoot/active-directory/email-address-contain-underscore
"""
_KEPT = r"[A-Za-z0-9!#$&'*+^_{}~-]++"
PLAIN_ADDRESS = rf"(?!.{{251}}){_KEPT}(?:\.{_KEPT})*+@{_DOMAIN}"
"""What matches ADDRESS, is kept as it is, and, with a type in front, has at most 256 characters."""
ADDRESS_TYPE = re.compile(r"[!-9;-?A-~]++")
"""What may stand before the colon of a proxy address."""
# https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/proxyaddresses-attribute-populate
LEGACY_TYPES = frozenset({"X400", "MS", "MSMAIL", "CC", "CCMAIL", "NOTES", "GWISE", "FAX", "RFAX"})
"""The types of proxy addresses, in capitals, that are not synchronised."""

_BLANKS = (" \n", "\n ", "\n\n", *"\t\v\f\r\x1c\x1d\x1e\x1f")
"""What lines have that begin or end with what Python calls blank in ASCII."""
_ODD_PROXY = re.compile(r"\n(?!(?:(?:SMTP|smtp):(?!(?i:smtp:))|(?i:sip|x500):)[^\s:])")
_STRANGE = re.compile(r"[^A-Za-z0-9!#$%&'*+/=?^_`{|}~.@-]")
_BLANK = "".join(filter(str.isspace, map(chr, range(0x3001))))
"""Every character that Python calls blank."""
_WRAPPING = _BLANK + "<>()[]\"',;"
"""What addresses are wrapped in where they are copied from."""
_SEPARATOR = re.compile(r"([@.])")


def split_proxy(value: str) -> tuple[str, str]:
    """The type of a proxy address and what follows its colon: `("SMTP", "ana@contoso.com")`.

    The type is empty where there is none; outer blanks are gone, since Entra Connect trims them:
    https://learn.microsoft.com/entra/identity/hybrid/connect/reference-connect-sync-functions-reference#trim
    """
    kind, colon, rest = value.strip().partition(":")
    return (kind, rest) if colon else ("", kind)


def is_smtp(value: str) -> bool:
    """Whether a proxy address is of the type SMTP, primary or not."""
    return value.lstrip()[:5].lower() == "smtp:"


def is_sip(value: str) -> bool:
    """Whether a proxy address, or the key that `fold_proxy` makes of one, is of the type SIP."""
    return value.lstrip()[:4].lower() == "sip:"


def fold(value: str) -> str | None:
    """A value for comparison, whatever its case and outer blanks; None for a blank one."""
    return value.strip().lower() or None


def fold_proxy(value: str) -> str | None:
    """A proxy address for comparison, together with what `fold` makes of mail addresses and names.

    An SMTP address goes without its type; a SIP address, which is no mail address, keeps `sip:`,
    and so does any other its type. None for a legacy type, which does not synchronise.
    """
    folded = value.strip().lower()
    if folded[:5] == "smtp:":
        return folded[5:].lstrip() or None
    kind, colon, rest = folded.partition(":")
    if kind == "sip" and colon:
        address = rest.lstrip()
        return f"sip:{address}" if address else None
    return None if colon and kind.upper() in LEGACY_TYPES else folded or None


def bare_lines(lines: str) -> str | None:
    """What `fold` makes of lines, but for their case, if none has outer blanks or is blank."""
    return lines if _is_trim(lines) else None


def bare_proxy_lines(lines: str) -> str | None:
    """What `fold_proxy` makes of lines, but for their case, if all are ordinary addresses."""
    if kernels.bare_proxies:
        return kernels.bare_proxies(lines)
    framed = f"\n{lines}"
    if not _is_trim(lines) or _ODD_PROXY.search(framed, 0, len(lines)):
        return None
    return framed.replace("\nSMTP:", "\n").replace("\nsmtp:", "\n")[1:]


def _is_trim(lines: str) -> bool:
    """Whether surely no line has a blank at an end, and none is blank."""
    if kernels.is_trim:
        return kernels.is_trim(lines)
    if not lines.isascii():
        return False
    return not lines.startswith((" ", "\n")) and not any(blank in lines for blank in _BLANKS)


def address_flaw(text: str) -> str | None:
    """What keeps a text from being a mail address; None for one that Entra ID takes."""
    if ADDRESS.fullmatch(text):
        return None
    strange = dict.fromkeys(_STRANGE.findall(text))
    local, at, domain = text.rpartition("@")
    if not at or "@" in local:
        return "has more than one @" if at else "has no @"
    if strange:
        return f"has characters that no mail address has: {' '.join(map(visible, strange))}"
    if not local or not domain:
        return f"has nothing {'behind' if local else 'before'} the @"
    if "" in (*local.split("."), *domain.split(".")):
        return "has a dot where a part begins or ends, or two in a row"
    return "has a domain with a label that no host name may have"


def tidied_address(text: str) -> str | None:
    """The address that was meant: without the blanks, brackets and hidden characters around it.

    None when that does not make an address of the text, or does not change it.
    """
    # what hides is not printable: nearly every text is taken as it is, not letter by letter
    is_plain = text.isprintable()
    if is_plain and " " not in text and text.strip(_WRAPPING) == text:
        return None
    shown = text if is_plain else "".join(c for c in text if c.isspace() or not is_hidden(c))
    # split and stripped, since a pattern of blanks around a separator would try a long run of
    # blanks again from each of them
    better = "".join(map(str.strip, _SEPARATOR.split(shown.strip(_WRAPPING))))
    return better if better != text and ADDRESS.fullmatch(better) else None
