"""The addresses that the cloud makes of what is sent, with and without an Exchange licence.

https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/proxyaddresses-attribute-populate
https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/objects-dont-sync-ad-sync-tool
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from readiness.cloud.certainty import Certainty, Predicted, unknown
from readiness.cloud.naming import UNDOCUMENTED
from readiness.directory.addresses.mail_address import ADDRESS, LEGACY_TYPES, split_proxy
from readiness.model.entry import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from readiness.cloud.sent import Sent
    from readiness.cloud.tenant_domains import TenantDomains

KEPT_TYPES = frozenset({"X500", "SIP", "EUM", "SPO"})
"""The types beside SMTP that survive, in capitals."""
_SMTP = ("SMTP:", "smtp:")
NOT_VERIFIED, RESERVED, MALFORMED = "domain not verified", "reserved domain", "malformed"
LEGACY, UNTYPED, NO_ALIAS = "legacy type", "no type", "no alias"
_TRIMMED = "without the blanks at its ends"
BLANKS = f"Entra Connect Sync trims blanks; {UNDOCUMENTED}"
_HIDDEN = "the mail attribute is hidden by proxyAddresses"
_WITHOUT_ALIAS = "an inetOrgPerson without mailNickname has no addresses in the cloud"
_OF_CONTACT = (
    "mail of a contact is sent for SharePoint and Rights Management alone: add it to"
    " proxyAddresses with SMTP: in front"
)


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


def sort_addresses(sent: Sent, domains: TenantDomains) -> SortedAddresses:
    """What the cloud keeps of the values that are sent, whatever the licence."""
    primary = None
    secondary: list[str] = []
    others = []
    dropped = [(value, NO_ALIAS) for value in sent.withheld]
    for value in sent.addresses:
        # nearly all are of these two types, which need not be parted and compared
        kind, address = (value[:4], value[5:]) if value[:5] in _SMTP else split_proxy(value)
        folded = kind.upper()
        if folded == "SMTP":
            if not ADDRESS.fullmatch(address):
                dropped.append((value, MALFORMED))
            elif domains.is_reserved(address):
                dropped.append((value, RESERVED))
            elif kind == "SMTP" and primary is None:
                primary = address
            else:
                secondary.append(address)
        elif folded in KEPT_TYPES:
            others.append(value)
        else:
            dropped.append((value, LEGACY if folded in LEGACY_TYPES else UNTYPED))
    if primary in secondary or len(secondary) > 1:
        secondary = [address for address in dict.fromkeys(secondary) if address != primary]
    # any value in proxyAddresses, whatever its type, hides mail from the cloud
    counts = sent.mail and not sent.addresses and domains.is_usable(sent.mail)
    mail = sent.mail if counts else None
    return SortedAddresses(primary, tuple(secondary), tuple(others), tuple(dropped), mail)


def every_without_licence(sent: Sent, found: SortedAddresses) -> tuple[str, ...] | None:
    """The addresses of `without_licence` alone, with their types; None where nobody can tell."""
    if sent.by_cloud_sync and sent.is_trimmed:
        return None
    if sent.withheld:
        return ()
    return _every(found.primary or found.mail, found.secondary, found.others)


def without_licence(sent: Sent, found: SortedAddresses) -> Addresses:
    """The addresses of a user without an Exchange licence, of a group or a contact."""
    every = every_without_licence(sent, found)
    if every is None:
        return _blanks(found)
    if sent.withheld:
        nothing: Predicted[str] = Predicted(None, Certainty.PROBABLE, _WITHOUT_ALIAS)
        none = Predicted(every, Certainty.PROBABLE, _WITHOUT_ALIAS)
        return Addresses(nothing, nothing, none, found.dropped)
    certainty, because = Certainty.DOCUMENTED, ""
    if sent.addresses and not found.primary:
        # Microsoft's table is about Exchange users where there is no primary address
        certainty = Certainty.PROBABLE
    elif sent.kind is Kind.CONTACT and not sent.addresses:
        certainty, because = Certainty.PROBABLE, _OF_CONTACT
    primary = Predicted(found.primary or found.mail, certainty, because)
    return _addresses(sent, primary, every, found.dropped)


def with_licence(
    sent: Sent,
    found: SortedAddresses,
    sign_in_name: Predicted[str],
    initial: Predicted[str],
    domains: TenantDomains,
) -> Addresses:
    """The addresses of a user with an Exchange licence: verified ones, and two that are added."""
    if not domains.are_known:
        return _unpredictable("which addresses stay depends on the verified domains: --domain")
    if sent.by_cloud_sync and sent.is_trimmed:
        return _blanks(found)
    listed = domains.listed
    smtp = (found.primary, *found.secondary) if found.primary else found.secondary
    verified = [address for address in smtp if address.rpartition("@")[2].lower() in listed]
    mail = found.mail if found.mail and domains.lists(found.mail.rpartition("@")[2]) else None
    dropped = found.dropped
    if len(verified) < len(smtp) or mail != found.mail:
        dropped += _unverified(found, verified, mail)
    # pages speak of proxy addresses only, but no mailbox has a primary one that is not accepted
    primary: Predicted[str] = Predicted(mail, Certainty.DOCUMENTED)
    if found.primary and found.primary in verified:
        primary = Predicted(found.primary, Certainty.DOCUMENTED)
    elif mail is None:
        primary = initial if sent.addresses or found.mail else sign_in_name
    if not primary.is_known:
        return _unpredictable(primary.because, dropped)
    if not (sign_in_name.is_known and initial.is_known):
        missing = initial if sign_in_name.is_known else sign_in_name
        shown = Predicted(primary.value, primary.certainty)
        return Addresses(shown, shown, unknown(missing.because), dropped)
    # what hides a mail address without being one follows from the words of pages alone, and so
    # does what becomes of one that is not verified
    is_inferred = sent.mail and not mail and not found.primary and not found.secondary
    certainty = Certainty.PROBABLE if is_inferred or sent.withheld else primary.certainty
    secondary = _secondary(primary.value, [*verified, sign_in_name.value, initial.value])
    every = _every(primary.value, secondary, found.others)
    return _addresses(sent, Predicted(primary.value, certainty), every, dropped)


def _unverified(
    found: SortedAddresses, verified: Sequence[str], mail: str | None
) -> tuple[tuple[str, str], ...]:
    """The addresses that go since the tenant does not list their domain, each with the reason."""
    gone = [f"smtp:{address}" for address in found.secondary if address not in verified]
    if found.primary and found.primary not in verified:
        gone.insert(0, f"SMTP:{found.primary}")
    if mail != found.mail:
        gone.append(f"SMTP:{found.mail}")  # what it is without a licence
    return tuple((address, NOT_VERIFIED) for address in gone)


def _secondary(primary: str | None, addresses: Iterable[str | None]) -> list[str]:
    """The secondary ones of addresses, each once whatever its case."""
    known = {primary.lower()} if primary else set()
    secondary = []
    for address in addresses:
        if address and (folded := address.lower()) not in known:
            known.add(folded)
            secondary.append(address)
    return secondary


def _every(primary: str | None, secondary: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    """Addresses with their types, in their order."""
    first = (f"SMTP:{primary}",) if primary else ()
    return (*first, *[f"smtp:{address}" for address in secondary], *others)


def _addresses(
    sent: Sent,
    primary: Predicted[str],
    every: tuple[str, ...],
    dropped: tuple[tuple[str, str], ...],
) -> Addresses:
    """The addresses of an object of which the primary one is given, with how sure all are."""
    value, certainty, because = primary
    if sent.is_trimmed and not because:
        because = _TRIMMED
    shown = mail = Predicted(value, certainty, because)
    if sent.mail and sent.addresses and sent.mail != value:
        mail = Predicted(value, certainty, _HIDDEN)
    return Addresses(shown, mail, Predicted(every, certainty, because), dropped)


def _blanks(found: SortedAddresses) -> Addresses:
    """Addresses with blanks at their ends, which Entra Connect Sync trims."""
    return _unpredictable(BLANKS, found.dropped)


def _unpredictable(because: str, dropped: tuple[tuple[str, str], ...] = ()) -> Addresses:
    nothing: Predicted[str] = unknown(because)
    return Addresses(nothing, nothing, unknown(because), dropped)
