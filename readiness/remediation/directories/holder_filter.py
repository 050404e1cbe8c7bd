"""The filter that finds whoever holds a name or an address, in whatever form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.directory.addresses.mail_address import fold_proxy
from readiness.model.values import as_text

if TYPE_CHECKING:
    from readiness.remediation.repair_plan.change import Value


def held_by(attribute: str, value: Value, domain: str) -> str:
    """A filter for whoever holds a value of an attribute; `domain` is the DNS name of theirs."""
    folded = fold_proxy(as_text(value)) or ""
    kind, colon, _ = folded.partition(":")
    typed = folded if colon else f"smtp:{folded}"
    tests = [("proxyAddresses", typed), ("targetAddress", typed)]
    if not colon:
        tests += [("mail", folded), ("userPrincipalName", folded)]
        local, _, suffix = folded.rpartition("@")
        if suffix == domain and attribute.lower() == "userprincipalname":
            # an account name with its domain is a sign-in name, too
            tests.append(("sAMAccountName", local))
    elif kind == "sip":
        tests.append(("msRTCSIP-PrimaryUserAddress", folded))
    # what is not of these forms is at least in nobody else's same attribute
    tests.append((attribute, as_text(value)))
    return f"(|{''.join(f'({name}={_escaped(octets)})' for name, octets in dict.fromkeys(tests))})"


def _escaped(value: str) -> str:
    """A value in a filter, every octet that is no letter or digit escaped.

    https://www.rfc-editor.org/rfc/rfc4515#section-3
    """
    octets = value.encode("utf-8", "surrogateescape")
    return "".join(
        chr(octet) if chr(octet).isascii() and chr(octet).isalnum() else f"\\{octet:02x}"
        for octet in octets
    )
