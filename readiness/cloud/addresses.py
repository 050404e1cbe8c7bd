"""The addresses that the cloud makes of what is sent, with and without an Exchange licence.

https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/proxyaddresses-attribute-populate
https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/objects-dont-sync-ad-sync-tool
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from readiness.cloud.certainty import Certainty, Predicted, unknown
from readiness.directory.mail_address import ADDRESS, LEGACY_TYPES, split_proxy
from readiness.model.entry import USERS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readiness.cloud.sent import Sent
    from readiness.cloud.tenant_domains import TenantDomains

KEPT_TYPES = frozenset({"X500", "SIP", "EUM", "SPO"})
"""The types beside SMTP that survive, in capitals."""
NOT_VERIFIED, RESERVED, MALFORMED = "domain not verified", "reserved domain", "malformed"
LEGACY, UNTYPED, NO_ALIAS = "legacy type", "no type", "no mailNickname"


class Addresses(NamedTuple):
    """The addresses of one object in the cloud."""

    primary: Predicted[str]
    mail: Predicted[str]
    every: Predicted[tuple[str, ...]]
    """With their types: the primary one first, then the secondary ones, then other types."""
    dropped: tuple[tuple[str, str], ...]
    """Values that are sent and do not arrive, each with the reason in two words."""


class _Sorted(NamedTuple):
    """What is sent, by what becomes of it."""

    primary: str | None
    secondary: tuple[str, ...]
    others: tuple[str, ...]
    dropped: tuple[tuple[str, str], ...]


def addresses_of(
    sent: Sent,
    sign_in_name: Predicted[str],
    initial: Predicted[str],
    domains: TenantDomains,
    *,
    is_licensed: bool,
) -> Addresses:
    """The addresses of a user, group or contact after the first sync."""
    if sent.hides_addresses:
        return _none("an inetOrgPerson without mailNickname has no addresses in the cloud")
    found = _sorted(sent.addresses, domains)
    # any value in proxyAddresses, whatever its type, hides mail from the cloud
    mail = sent.mail if not sent.addresses and _is_usable(sent.mail, domains) else None
    if not is_licensed:
        return _addresses(found, found.primary or mail, _certainty_unlicensed(sent, found))
    if not domains.are_known:
        return _unpredictable("which addresses stay depends on the verified domains: --domain")
    unverified = [one for one in (found.primary, *found.secondary) if one and not _on(one, domains)]
    kept = found._replace(
        primary=found.primary if found.primary not in unverified else None,
        secondary=tuple(one for one in found.secondary if one not in unverified),
        dropped=found.dropped + tuple((_typed(one, found), NOT_VERIFIED) for one in unverified),
    )
    # pages speak of proxy addresses only, but no mailbox has a primary address that is not accepted
    verified_mail = mail if mail and _on(mail, domains) else None
    primary = Predicted(kept.primary or verified_mail, Certainty.DOCUMENTED)
    if primary.value is None:
        primary = initial if sent.addresses or sent.kind not in USERS else sign_in_name
    if not primary.is_known:
        return _unpredictable(primary.because)._replace(dropped=kept.dropped)
    added = [one for one in (sign_in_name, initial) if sent.kind in USERS or one is initial]
    for one in added:
        if not one.is_known and one.because != primary.because:
            return _partly(kept, primary, one)
    secondary = _distinct(kept.secondary, [one.value for one in added if one.value], primary.value)
    certainty = Certainty.PROBABLE if _is_masked(sent, found) else primary.certainty
    return _addresses(kept._replace(secondary=secondary), primary.value, certainty)


def _sorted(values: Iterable[str], domains: TenantDomains) -> _Sorted:
    """What the cloud keeps of the values, whatever the licence."""
    smtp: list[tuple[str, str]] = []
    others, dropped = [], []
    for value in values:
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
    return _Sorted(primary, secondary, tuple(others), tuple(dropped))


def _certainty_unlicensed(sent: Sent, found: _Sorted) -> Certainty:
    """The table of Microsoft's page is about Exchange users where there is no primary address."""
    is_documented = found.primary or not sent.addresses
    return Certainty.DOCUMENTED if is_documented else Certainty.PROBABLE


def _is_masked(sent: Sent, found: _Sorted) -> bool:
    """Whether nothing but other types hides a mail address: it follows from the words alone."""
    return bool(sent.mail and sent.addresses and not found.primary and not found.secondary)


def _is_usable(mail: str | None, domains: TenantDomains) -> bool:
    return mail is not None and bool(ADDRESS.fullmatch(mail)) and not domains.is_reserved(mail)


def _on(address: str, domains: TenantDomains) -> bool:
    return domains.lists(address.rpartition("@")[2])


def _typed(address: str, found: _Sorted) -> str:
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


def _addresses(found: _Sorted, primary: str | None, certainty: Certainty) -> Addresses:
    first = (f"SMTP:{primary}",) if primary else ()
    every = (*first, *(f"smtp:{one}" for one in found.secondary), *found.others)
    shown = Predicted(primary, certainty)
    return Addresses(shown, shown, Predicted(every, certainty), found.dropped)


def _none(because: str) -> Addresses:
    nothing: Predicted[str] = Predicted(None, Certainty.PROBABLE, because)
    return Addresses(nothing, nothing, Predicted((), Certainty.PROBABLE, because), ())


def _unpredictable(because: str) -> Addresses:
    nothing: Predicted[str] = unknown(because)
    return Addresses(nothing, nothing, unknown(because), ())


def _partly(found: _Sorted, primary: Predicted[str], missing: Predicted[str]) -> Addresses:
    """The primary address is known, and an address that the cloud adds is not."""
    shown = Predicted(primary.value, primary.certainty)
    return Addresses(shown, shown, unknown(missing.because), found.dropped)
