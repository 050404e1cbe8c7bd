"""What a distinguished name tells of the entry that it names.

The escapes: https://www.rfc-editor.org/rfc/rfc4514#section-2.4
"""

from __future__ import annotations

import re

from readiness.columns import kernels

_COMMON_NAME = re.compile(r"\s*+CN\s*+=\s*+((?:\\.|[^\\,+])++)", re.IGNORECASE | re.DOTALL)
_ESCAPE = re.compile(r"\\([^0-9A-Fa-f])")
_DOMAIN_COMPONENT = "DC="
# some tools write a blank behind the comma; an escaped comma is part of a name
_LOOSE_COMMA = re.compile(r"(?<!\\), ++")
# Active Directory puts a line feed into the name, which is escaped in the text form of a DN.
_CONFLICT = re.compile(
    r"((?:[^\\,\n]|\n(?!CNF:)|\\(?!0[Aa]CNF:).)*+)(?:\\0[Aa]|\n)CNF:[0-9A-Fa-f-]*+", re.DOTALL
)

_DELETED = re.compile(
    r"(?:[^\\,\n]|\n(?!DEL:)|\\(?!0[Aa]DEL:).)*+(?:\\0[Aa]|\n)DEL:[0-9A-Fa-f-]{36}+,", re.DOTALL
)


def common_name(dn: str) -> str | None:
    """The cn that a DN begins with; None when that is not plain text."""
    found = _COMMON_NAME.match(dn)
    name = _ESCAPE.sub(r"\1", found[1]).strip() if found else ""
    return name if name and "\\" not in name else None


def domain_of(dn: str) -> str:
    """The DNS name of the domain that a DN is in; empty when it is in none."""
    return ".".join(_domain_labels(dn))


def domain_of_all(lines: str) -> str | None:
    """The domain that all DNs are in, one a line; None if they have to be looked at one by one."""
    first = lines.partition("\n")[0]
    labels = _domain_labels(first)
    tail, number = ",".join(first.split(",")[-len(labels) :]), lines.count("\n")
    # each has as many labels, too, so that none is in a sub-domain
    is_shared = lines.count(f",{tail}\n") == number and lines.count(",DC=") == number * len(labels)
    return ".".join(labels) if labels and is_shared else None


def _domain_labels(dn: str) -> list[str]:
    labels: list[str] = []
    # an escaped comma does not matter: labels, which have none, are taken from the end
    for part in reversed(dn.split(",")[1:]):
        head, label = part.lstrip()[:3], part.lstrip()[3:]
        if head.upper() != _DOMAIN_COMPONENT or not label:
            break
        labels.append(label.rstrip())
    return labels[::-1]


def fold_dn(dn: str) -> str:
    """A DN for comparison: a directory writes one DN alike everywhere, but for its case."""
    return (_LOOSE_COMMA.sub(",", dn) if ", " in dn else dn).lower()


def bare_dn_lines(lines: str) -> str:
    """What `fold_dn` makes of the lines of a text, but in their own case."""
    find = kernels.has_loose_comma
    is_loose = find(lines) if find else lines.count(", ") > lines.count("\\, ")
    return _LOOSE_COMMA.sub(",", lines) if is_loose else lines


def is_of_exchange_system(dn: str) -> bool:
    """Whether an object is in the container where Exchange keeps its own, and public folders."""
    return ",cn=microsoft exchange system objects," in fold_dn(dn)


def is_of_deleted(dn: str) -> bool:
    """Whether a DN is one that Active Directory gives an object when it is deleted.

    https://learn.microsoft.com/openspecs/windows_protocols/ms-adts/4b8f2a0e-9ea6-4be3-b639-4b019948c568
    """
    return "DEL:" in dn and _DELETED.match(dn) is not None


def before_conflict(dn: str) -> str | None:
    """The DN that an object had before it lost a replication conflict; None if it lost none.

    https://learn.microsoft.com/troubleshoot/windows-server/active-directory/troubleshoot-conflict-objects
    """
    found = _CONFLICT.match(dn) if "CNF:" in dn else None
    return found[1] + dn[found.end() :] if found else None
