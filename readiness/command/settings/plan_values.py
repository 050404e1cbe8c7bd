"""Checks values of which Python has no type: domains, attributes and DNs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from readiness.directory.addresses.dns_domain import unroutable
from readiness.errors import UsageError
from readiness.model.plan import MATCHES, Plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from readiness.command.config_file.origin import Origin

# https://www.rfc-editor.org/rfc/rfc1123#page-13
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)
_NAME_MAX = 253
# https://www.rfc-editor.org/rfc/rfc4512#section-1.4; an OID names an attribute, too
_ATTRIBUTE = re.compile(r"[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+", re.ASCII)
_RDN = re.compile(r"\s*(?:[A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+)\s*=\s*[^\s,]", re.ASCII)
_HOST = re.compile(r"(?:[a-z]+://)?(?:[^/@\s]*@)?([^/:@\s,;]+)", re.IGNORECASE)
_DOMAIN_COMPONENT = re.compile(r"\s*DC\s*=\s*([^,]+)", re.IGNORECASE)
# https://learn.microsoft.com/entra/fundamentals/add-custom-domain and the national clouds of
# https://learn.microsoft.com/graph/deployments
_INITIAL = re.compile(
    r"[a-z0-9-]+\.(?:onmicrosoft\.(?:com|us|de|cn)|partner\.onmschina\.cn)", re.ASCII
)


def checked_plan(values: Mapping[str, Any], origins: Mapping[str, Origin], now: datetime) -> Plan:
    """The plan of the migration, from the values of its options.

    Raises:
        UsageError: a domain or an attribute is none; says where it stands, and what to write.
    """
    verified = checked_domains(values["verified_domains"], origins["verified_domains"])
    federated = checked_domains(values["federated_domains"], origins["federated_domains"])
    for domain in federated:
        if domain not in verified:
            raise UsageError(
                f"{origins['federated_domains'].place}: {domain} is not among the verified domains:"
                f" add --domain {domain}"
            )
    # match_users is one of a few words, which have the form of a name, or an attribute
    for name in ("source_anchor", "sign_in_attribute", "match_users"):
        checked_attributes((values[name],), origins[name])
    match_users = values["match_users"]
    return Plan(
        verified_domains=verified,
        federated_domains=federated,
        initial_domain=_initial_domain(values["initial_domain"], origins["initial_domain"]),
        identity_model=values["identity_model"],
        sync_tool=values["sync_tool"],
        source_anchor=values["source_anchor"],
        sign_in_attribute=values["sign_in_attribute"],
        match_users=match_users.lower() if match_users.lower() in MATCHES else match_users,
        exchange_licences=values["exchange_licences"],
        stale_days=values["stale_days"],
        now=now,
    )


def checked_domains(given: Iterable[str], origin: Origin) -> tuple[str, ...]:
    """The domains in lower case and in ASCII, each once.

    Raises:
        UsageError: one is no host name, or no tenant can have verified it.
    """
    return tuple(dict.fromkeys(_domain(text, origin) for text in given))


def _domain(text: str, origin: Origin) -> str:
    name = _in_ascii(text.strip().removesuffix(".").lower())
    if name is None:
        raise UsageError(f"{origin.place}: “{text}” is no domain name: {_instead(text)}")
    # the top level is looked up in the list of public suffixes, which no private name is on
    reason = unroutable(name)
    if reason:
        raise UsageError(f"{origin.place}: no tenant can have verified “{name}”: it {reason}")
    return name


def _in_ascii(name: str) -> str | None:
    """A host name as the domain name system has it, or None if it is none."""
    if not name.isascii():
        try:
            name = name.encode("idna").decode()
        except UnicodeError:  # too long, empty, or a character that no name has
            return None
    is_host = all(_LABEL.fullmatch(label) for label in name.split("."))
    return name if is_host and len(name) <= _NAME_MAX else None


def _instead(text: str) -> str:
    """What somebody may write in the place of what is no domain name."""
    components = _DOMAIN_COMPONENT.findall(text)
    if components:
        return f"write {'.'.join(components)}"
    if re.search(r"\S[\s,;]+\S", text):
        return "give several domains one by one"
    host = _HOST.search(text)
    name = _in_ascii(host[1].lower()) if host else None
    return f"write {name}" if name and "." in name else "write it as contoso.com"


def _initial_domain(text: str | None, origin: Origin) -> str | None:
    if text is None:
        return None
    name = text.strip().removesuffix(".").lower()
    if not _INITIAL.fullmatch(name):
        raise UsageError(
            f"{origin.place}: “{text}” is no initial domain: write it as contoso.onmicrosoft.com"
        )
    return name


def checked_attributes(names: Iterable[str], origin: Origin) -> None:
    """Refuse names that no attribute can have.

    Raises:
        UsageError: names the first.
    """
    names = list(names)
    for name in names or [""]:
        if not _ATTRIBUTE.fullmatch(name):
            raise UsageError(f"{origin.place}: “{name}” is no name of an attribute")


def checked_dns(dns: Iterable[str], origin: Origin) -> None:
    """Refuse what does not begin as a DN does.

    Raises:
        UsageError: names the first.
    """
    for dn in dns:
        if not _RDN.match(dn):
            raise UsageError(
                f"{origin.place}: “{dn}” is no DN: write it as OU=Staff,DC=contoso,DC=com"
            )
