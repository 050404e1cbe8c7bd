"""Which mail address is an object's primary one, and which will be when what is proposed is done.

All proposals about one object lead there, so that none of them asks for another one afterwards.
https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/proxyaddresses-attribute-populate
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.directory.addresses.dns_domain import (
    domain_in_place_of,
    is_reserved,
    unroutable,
    verified_domains,
)
from readiness.directory.addresses.mail_address import (
    ADDRESS,
    fold,
    is_smtp,
    split_proxy,
    tidied_address,
)
from readiness.model.entry import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readiness.model.entry import Entry
    from readiness.model.plan import Plan


def primary_addresses(entry: Entry) -> list[str]:
    """The primary mail address as it is; several where proxyAddresses is wrong about that."""
    values = entry.all("proxyAddresses")
    if not values:
        return [mail.strip() for mail in entry.all("mail")[:1] if fold(mail)]
    return _primary_among(values)


def lasting_primary(entry: Entry, plan: Plan) -> str | None:
    """The primary address that an object keeps in the cloud when it is repaired.

    It is the primary one, tidied, if the cloud takes it; else one of the others that stands out: it
    is the mail, or the sign-in name, or the only one. None if nobody can say.
    """
    values = entry.all("proxyAddresses")
    # of nearly every object the primary address settles it: the others are not even looked at
    primary = _lasting(_primary_among(values), entry.kind, plan)
    if len(primary) == 1:
        return next(iter(primary.values()))
    mail = _meant(entry.first("mail") or "")
    if not values:
        return _moved(mail, entry.kind, plan)
    typed = map(split_proxy, values)
    every = _lasting((text for kind, text in typed if kind.upper() == "SMTP"), entry.kind, plan)
    if lasts(mail, entry.kind, plan):
        return every.get(fold(mail), mail)
    name = fold(entry.first("userPrincipalName") or "")
    if name in every:
        return every[name]
    return next(iter(every.values())) if len(every) == 1 else None


def _primary_among(values: Iterable[str]) -> list[str]:
    """The addresses of the primary ones among proxyAddresses."""
    return [value[5:] for value in map(str.strip, values) if value[:5] == "SMTP:" and value[5:]]


def _lasting(addresses: Iterable[str], kind: Kind, plan: Plan) -> dict[str | None, str]:
    """Those of some addresses that the cloud keeps, tidied, by what makes them equal."""
    tidied = map(_meant, addresses)
    return {fold(address): address for address in tidied if lasts(address, kind, plan)}


def lasts(address: str, kind: Kind, plan: Plan) -> bool:
    """Whether the cloud takes an address and keeps it, so far as the plan tells.

    A contact is somebody elsewhere: no address of the own tenant is proposed for it.
    """
    if not ADDRESS.fullmatch(address):
        return False
    domain = address.rpartition("@")[2].lower()
    if unroutable(domain) or is_reserved(domain):
        return False
    if not plan.verified_domains:
        return True
    return (domain in verified_domains(plan)) is (kind is not Kind.CONTACT)


def is_discarded(address: str) -> bool:
    """Whether the cloud throws a primary address away, of which another check tells.

    An address by which a hybrid Exchange routes mail, in `contoso.mail.onmicrosoft.com`, is none.
    """
    domain = address.rpartition("@")[2].lower()
    is_of_cloud = is_reserved(domain) and not domain.endswith(".mail.onmicrosoft.com")
    return is_of_cloud or not ADDRESS.fullmatch(address) or unroutable(domain) is not None


def promoted(value: str, entry: Entry, plan: Plan) -> str | None:
    """The proxy address that takes the place of a primary one which the cloud does not keep.

    It may be one that the object has as a secondary address, which thereby becomes the primary one.
    None where the value is no primary address, or nobody can say which to take.
    """
    if not value.lstrip().startswith("SMTP:") or not is_smtp(value):
        return None
    address = lasting_primary(entry, plan)
    return address and f"SMTP:{address}"


def _meant(address: str) -> str:
    """The address without what value checks propose to take away: blanks, brackets, a type."""
    address = address.strip()
    address = split_proxy(address)[1] if is_smtp(address) else address
    return tidied_address(address) or address


def _moved(mail: str, kind: Kind, plan: Plan) -> str | None:
    """A mail that stands alone, in a verified domain if nobody can verify its own."""
    if lasts(mail, kind, plan):
        return mail
    local, _, domain = mail.rpartition("@")
    target = domain_in_place_of(domain.lower(), plan)
    if kind is Kind.CONTACT or target is None or not ADDRESS.fullmatch(mail):
        return None
    moved = f"{local}@{target}"
    return moved if unroutable(domain.lower()) and lasts(moved, kind, plan) else None
