"""What people notice of a change, and what the cloud makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.cloud.prediction import predict
from readiness.cloud.tenant_domains import TenantDomains
from readiness.directory.addresses.mail_address import split_proxy
from readiness.model.entry import USERS, Entry, Kind
from readiness.model.values import AccountControl, as_text, visible
from readiness.remediation.repair_plan.change import CloudChange

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from readiness.model.entry import Values
    from readiness.model.plan import Plan
    from readiness.remediation.repair_plan.change import Edit

IN_CLOUD = "it is in the cloud already, and is renamed there, too: files, devices, sign-ins"
_PREVIEWED = ("user_principal_name", "primary_smtp", "display_name", "usage_location")


def after(entry: Entry, edits: Sequence[Edit]) -> Entry:
    """The entry as it will be."""
    changed: dict[str, Values] = {}
    for edit in edits:
        name = edit.attribute.lower()
        before = list(map(as_text, entry.values(name)))
        gone = {as_text(value) for value in edit.remove}
        values: list[str | bytes] = [value for value in before if value not in gone]
        values += [as_text(value) for value in edit.add]
        changed[name] = values
    return Entry(entry.dn, entry.kind, _Overlaid(entry, changed))


def effects_of(entry: Entry, edits: Sequence[Edit]) -> Iterator[str]:
    """What people notice, in their words.

    https://learn.microsoft.com/entra/identity/hybrid/connect/howto-troubleshoot-upn-changes
    """
    for edit in edits:
        name = edit.attribute.lower()
        if name == "userprincipalname":
            yield "the sign-in name changes" if edit.remove else "it gets a sign-in name"
            control = entry.number("userAccountControl") or 0
            if control & AccountControl.SMART_CARD_REQUIRED:
                yield "smart cards whose certificate holds the old name stop working"
            # the sync engine writes it to whom it has taken along
            if edit.remove and entry.has("mS-DS-ConsistencyGuid"):
                yield "if it is in the cloud already, this renames it there"
        if name == "proxyaddresses":
            yield from _on_mail(entry, edit)
        if name == "mail":
            yield "the mail address that others see changes"


def _on_mail(entry: Entry, edit: Edit) -> Iterator[str]:
    before, new = (_mail_addresses(state) for state in (entry, after(entry, [edit])))
    for address, is_primary in new.items():
        if is_primary and not before.get(address):
            yield f"mail is sent from {visible(address)}"
    for address in before.keys() - new.keys():
        yield f"mail to {visible(address)} does not arrive any more"
    if entry.has("homeMDB") or entry.has("msExchRecipientTypeDetails"):
        yield "Exchange manages these addresses: rather change them there, or a policy may undo it"


def _mail_addresses(entry: Entry) -> dict[str, bool]:
    """The mail addresses of an object, each with whether it is a primary one."""
    found: dict[str, bool] = {}
    for kind, address in map(split_proxy, entry.all("proxyAddresses")):
        if kind.upper() == "SMTP":
            found[address.lower()] = kind == "SMTP" or found.get(address.lower(), False)
    return found


def cloud_changes(entry: Entry, edits: Sequence[Edit], plan: Plan) -> tuple[CloudChange, ...]:
    """What becomes of the object in the cloud before and after, where the plan tells the tenant."""
    domains = TenantDomains.of(plan)
    if not domains.are_known or entry.kind not in (*USERS, Kind.GROUP, Kind.CONTACT):
        return ()
    old, new = (
        predict(state, plan, domains=domains).values() for state in (entry, after(entry, edits))
    )
    return tuple(
        CloudChange(name, old[name].value, new[name].value)
        for name in _PREVIEWED
        if old[name].value != new[name].value
    )


class _Overlaid:
    """The values of an entry, some of them others."""

    def __init__(self, entry: Entry, changed: dict[str, Values]) -> None:
        self._entry = entry
        self._changed = changed

    def get(self, name: str) -> Values | None:
        """The value or values of an attribute, if the entry has any."""
        return self._changed.get(name, self._entry.values(name)) or None

    def __contains__(self, name: str) -> bool:
        return self.get(name) is not None
