"""What a change rests on: told from the values before and after, whatever check proposed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.directory.addresses.dns_domain import unroutable
from readiness.directory.addresses.mail_address import fold_proxy, split_proxy
from readiness.directory.addresses.respelling import ADDRESSES, core, is_respelt
from readiness.directory.identifiers.distinguished_name import domain_of
from readiness.remediation.repair_plan.change import Confidence

if TYPE_CHECKING:
    from readiness.model.entry import Entry
    from readiness.remediation.making.rules import Rules


def confidence_of(
    attribute: str, old: str | None, new: str, entry: Entry, rules: Rules
) -> Confidence:
    """Who may decide that an object gets a value; `old` is None where it has none yet."""
    if old is not None and core(old) == core(new):
        return Confidence.MECHANICAL
    if attribute.lower() not in ADDRESSES:
        return Confidence.CHOICE
    if fold_proxy(new) in own_addresses(entry):
        return Confidence.DETERMINISTIC
    _, at, domain = (old or "").rpartition("@")
    old_domain = domain.strip().lower() if at else ""
    new_domain = core(new).rpartition("@")[2]
    # what was mapped, or what the sync engine itself would make of an account without a name
    is_expected = rules.suffix_map.get(old_domain) == new_domain or (
        old is None and new_domain == domain_of(entry.dn).lower()
    )
    # a domain that the tenant could still verify is a choice: to verify it, or to leave it
    could_be_verified = bool(old_domain) and unroutable(old_domain) is None
    has_no_other = new_domain == rules.only_domain and not could_be_verified
    # an accent, or a character for which there are several others, is a choice, too
    is_sure = not is_respelt(attribute, old, new) and (is_expected or has_no_other)
    return Confidence.DETERMINISTIC if is_sure else Confidence.CHOICE


def own_addresses(entry: Entry) -> set[str]:
    """The mail addresses by which people know an object: its primary one, or else its mail."""
    values = entry.all("proxyAddresses")
    if any(split_proxy(value)[0].upper() == "SMTP" for value in values):
        typed = map(split_proxy, values)
        found = [address for kind, address in typed if kind == "SMTP"]
    else:
        found = entry.all("mail")[:1]
    return {folded for address in found if (folded := fold_proxy(address))}
