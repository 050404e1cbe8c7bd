"""The addresses that the cloud makes of what is sent, with and without an Exchange licence.

https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/proxyaddresses-attribute-populate
https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/objects-dont-sync-ad-sync-tool
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from readiness.cloud.certainty import Certainty, Predicted, unknown
from readiness.directory.mail_address import ADDRESS, LEGACY_TYPES, split_proxy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readiness.cloud.sent import Sent
    from readiness.cloud.tenant_domains import TenantDomains

KEPT_TYPES = frozenset({"X500", "SIP", "EUM", "SPO"})
"""The types beside SMTP that survive, in capitals."""
NOT_VERIFIED, RESERVED, MALFORMED = "domain not verified", "reserved domain", "malformed"
LEGACY, UNTYPED = "legacy type", "no type"


class Addresses(NamedTuple):
    """The addresses of one object in the cloud."""

    primary: Predicted[str]
    mail: Predicted[str]
    every: Predicted[tuple[str, ...]]
    """With their types: the primary one first, then the secondary ones, then other types."""
    dropped: tuple[tuple[str, str], ...]
    """Values that are sent and do not arrive, each with the reason in two words."""


class SortedAddresses(NamedTuple):
    """What is sent, by what becomes of it whatever the licence."""

    primary: str | None
    secondary: tuple[str, ...]
    others: tuple[str, ...]
    dropped: tuple[tuple[str, str], ...]
    mail: str | None
    """The mail attribute, where it counts."""


_WITHOUT_ALIAS = "an inetOrgPerson without mailNickname has no addresses in the cloud"
_NO_ADDRESSES = Addresses(
    Predicted(None, Certainty.PROBABLE, _WITHOUT_ALIAS),
    Predicted(None, Certainty.PROBABLE, _WITHOUT_ALIAS),
    Predicted((), Certainty.PROBABLE, _WITHOUT_ALIAS),
    (),
)


def without_licence(sent: Sent, found: SortedAddresses) -> Addresses:
    """The addresses of a user without an Exchange licence, of a group or a contact."""
    if sent.hides_addresses:
        return _NO_ADDRESSES
    # Microsoft's table is about Exchange users where there is no primary address
    is_documented = found.primary or not sent.addresses
    certainty = Certainty.DOCUMENTED if is_documented else Certainty.PROBABLE
    return _addresses(found, found.primary or found.mail, certainty)


def with_licence(
    sent: Sent,
    found: SortedAddresses,
    sign_in_name: Predicted[str],
    initial: Predicted[str],
    domains: TenantDomains,
) -> Addresses:
    """The addresses of a user with an Exchange licence: verified ones, and two that are added."""
    if sent.hides_addresses:
        return _NO_ADDRESSES
    if not domains.are_known:
        return _unpredictable("which addresses stay depends on the verified domains: --domain")
    kept = _verified(found, domains)
    primary = Predicted(kept.primary or kept.mail, Certainty.DOCUMENTED)
    if primary.value is None:
        primary = initial if sent.addresses else sign_in_name
    if not primary.is_known:
        return _unpredictable(primary.because)._replace(dropped=kept.dropped)
    for added in (sign_in_name, initial):
        if not added.is_known:
            return _partly(kept, primary, added)
    added_values = [one.value for one in (sign_in_name, initial) if one.value]
    secondary = _distinct(kept.secondary, added_values, primary.value)
    # nothing but other types hides a mail address: it follows from the words alone
    is_masked = bool(sent.mail and sent.addresses and not found.primary and not found.secondary)
    certainty = Certainty.PROBABLE if is_masked else primary.certainty
    return _addresses(kept._replace(secondary=secondary), primary.value, certainty)


def sort_addresses(sent: Sent, domains: TenantDomains) -> SortedAddresses:
    """What the cloud keeps of the values that are sent, whatever the licence."""
    smtp: list[tuple[str, str]] = []
    others, dropped = [], []
    for value in sent.addresses:
        kind, address = split_proxy(value)
        if kind.upper() == "SMTP":
            if not ADDRESS.fullmatch(address):
                dropped.append((value, MALFORMED))
            elif domains.is_reserved(address):
                dropped.append((value, RESERVED))
            else:
                smtp.append((kind, address))
        elif kind.upper() in KEPT_TYPES:
            others.append(value)
        else:
            dropped.append((value, LEGACY if kind.upper() in LEGACY_TYPES else UNTYPED))
    primary = next((address for kind, address in smtp if kind == "SMTP"), None)
    secondary = tuple(dict.fromkeys(address for _, address in smtp if address != primary))
    # any value in proxyAddresses, whatever its type, hides mail from the cloud
    mail = sent.mail if not sent.addresses and _is_usable(sent.mail, domains) else None
    return SortedAddresses(primary, secondary, tuple(others), tuple(dropped), mail)


def _verified(found: SortedAddresses, domains: TenantDomains) -> SortedAddresses:
    """What is left of addresses when those go whose domain the tenant does not list.

    Pages speak of proxy addresses only, but no mailbox has a primary address that is not accepted.
    """
    smtp = [found.primary, *found.secondary] if found.primary else found.secondary
    unverified = [address for address in smtp if not _is_listed(address, domains)]
    mail = found.mail if found.mail and _is_listed(found.mail, domains) else None
    if not unverified:
        return found._replace(mail=mail)
    return found._replace(
        primary=found.primary if found.primary not in unverified else None,
        secondary=tuple(one for one in found.secondary if one not in unverified),
        dropped=found.dropped + tuple((_typed(one, found), NOT_VERIFIED) for one in unverified),
        mail=mail,
    )


def _is_usable(mail: str | None, domains: TenantDomains) -> bool:
    return mail is not None and bool(ADDRESS.fullmatch(mail)) and not domains.is_reserved(mail)


def _is_listed(address: str, domains: TenantDomains) -> bool:
    return domains.lists(address.rpartition("@")[2])


def _typed(address: str, found: SortedAddresses) -> str:
    return f"{'SMTP' if address == found.primary else 'smtp'}:{address}"


def _distinct(
    secondary: Iterable[str], added: Iterable[str], primary: str | None
) -> tuple[str, ...]:
    """The secondary addresses with those that the cloud adds, each once whatever its case."""
    known = {primary.lower()} if primary else set()
    kept = []
    for address in (*secondary, *added):
        if address.lower() not in known:
            known.add(address.lower())
            kept.append(address)
    return tuple(kept)


def _addresses(found: SortedAddresses, primary: str | None, certainty: Certainty) -> Addresses:
    first = (f"SMTP:{primary}",) if primary else ()
    every = (*first, *(f"smtp:{one}" for one in found.secondary), *found.others)
    shown = Predicted(primary, certainty)
    return Addresses(shown, shown, Predicted(every, certainty), found.dropped)


def _unpredictable(because: str) -> Addresses:
    nothing: Predicted[str] = unknown(because)
    return Addresses(nothing, nothing, unknown(because), ())


def _partly(found: SortedAddresses, primary: Predicted[str], missing: Predicted[str]) -> Addresses:
    """The primary address is known, and an address that the cloud adds is not."""
    shown = Predicted(primary.value, primary.certainty)
    return Addresses(shown, shown, unknown(missing.because), found.dropped)
