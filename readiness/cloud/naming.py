"""The alias, the initial address and the sign-in name that the cloud makes of what is sent.

The order and the examples: https://learn.microsoft.com/entra/identity/hybrid/connect/plan-connect-userprincipalname
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from readiness.cloud.certainty import Certainty, Predicted, unknown
from readiness.directory.addresses.mail_address import split_proxy
from readiness.directory.addresses.mail_nickname import ALIAS
from readiness.directory.addresses.user_principal_name import PLAIN
from readiness.model.entry import USERS, Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from readiness.cloud.sent import Sent
    from readiness.cloud.tenant_domains import TenantDomains

_VALID_NAME = re.compile(PLAIN)
UNDOCUMENTED = "for Cloud Sync no page says so"
DIGITS = "is taken, so the cloud puts four digits behind the name, which nobody can predict"


def alias_of(
    sent: Sent, domains: TenantDomains, previous: str | None = None, cn: str | None = None
) -> Predicted[str]:
    """The alias of a recipient after the first sync.

    `previous` is the alias that the cloud holds already, if this is not the first sync: it then
    changes only with the mailNickname. `cn` is what a contact without mailNickname falls back on.
    """
    if known := sent.alias or previous:
        is_kept = ALIAS.fullmatch(known)
        return Predicted(known, Certainty.CERTAIN) if is_kept else _replaced_alias(known, "it is")
    if sent.kind is Kind.GROUP:
        return Predicted(None, Certainty.CERTAIN, "no mailNickname, and a group falls back on none")
    if sent.kind is Kind.CONTACT:
        if sent.by_cloud_sync:
            return unknown(f"Entra Connect Sync takes the cn; {UNDOCUMENTED}")
        return _checked(cn, "the cn, since there is no mailNickname", Certainty.CERTAIN)
    for name, source, certainty in _sources_of_alias(sent, domains):
        local = name.rpartition("@")[0]
        if local:
            return _checked(local, f"made of {source}", certainty)
    return unknown("nothing is sent that an alias could be made of")


def _sources_of_alias(sent: Sent, domains: TenantDomains) -> Iterator[tuple[str, str, Certainty]]:
    """The names that an alias is made of, in their order, as names with an @."""
    typed = [split_proxy(value) for value in sent.addresses]
    later = Certainty.DOCUMENTED
    for kind, address in typed:
        if kind != "SMTP":
            continue
        if domains.is_usable(address):
            yield address, "the primary SMTP address", later
        # the rule puts primary addresses first, and no page says whether one counts that the
        # cloud does not take
        later = Certainty.DEPENDS
    if sent.mail:
        yield sent.mail, "mail", later
    if sent.sign_in_name or (sent.built_name and not sent.by_cloud_sync):
        yield sent.name or "", "the sign-in name", later
    for kind, address in typed:
        if kind.upper() == "SMTP" and domains.is_usable(address):
            yield address, "a secondary SMTP address", later


def _checked(name: str | None, because: str, certainty: Certainty) -> Predicted[str]:
    """An alias, if its characters are such that the cloud keeps it."""
    if not name:
        return unknown("nothing is sent that an alias could be made of")
    if not ALIAS.fullmatch(name):
        return _replaced_alias(name, because)
    return Predicted(name, certainty, because)


def _replaced_alias(name: str, because: str) -> Predicted[str]:
    return unknown(
        f"{because} “{name}”, which no alias may be: the cloud replaces characters, and no page"
        " says by what"
    )


def initial_address(
    alias: Predicted[str], domains: TenantDomains, taken: Collection[str] = ()
) -> Predicted[str]:
    """The address in the tenant's initial domain (MOERA), whose local part is the alias.

    `taken` holds the addresses of other objects of the cloud, in lower case.
    https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/proxyaddresses-attribute-populate
    """
    if alias.value is None:
        return unknown(f"it begins with the alias: {alias.because}")
    if domains.initial is None:
        return unknown("the initial domain is not known: --initial-domain")
    address = f"{alias.value}@{domains.initial}"
    if address.lower() in taken:
        return unknown(f"“{address}” {DIGITS}")
    certainty = alias.certainty
    if certainty is Certainty.CERTAIN:
        certainty = Certainty.DOCUMENTED  # no formula of the sync engine, but prose
    return Predicted(address, certainty, f"the alias in {domains.initial}")


def sign_in_name_of(
    sent: Sent, initial: Predicted[str], domains: TenantDomains, taken: Collection[str] = ()
) -> Predicted[str]:
    """The userPrincipalName in the cloud; of users only."""
    name = sent.name
    if name is None:
        is_user = sent.kind in USERS
        because = "no sign-in name is sent, and none can be built"
        return unknown(because) if is_user else Predicted(None, Certainty.CERTAIN)
    if sent.built_name and sent.by_cloud_sync:
        return unknown(f"there is none; Entra Connect Sync builds “{name}”; {UNDOCUMENTED}")
    if not domains.are_known:
        return unknown("whether its suffix is verified is not known: --domain")
    accepted = _accepted(name, sent, initial, domains)
    if accepted.value == name and name.lower() in taken:
        return unknown(f"“{name}” {DIGITS}")
    return accepted


def _accepted(
    name: str, sent: Sent, initial: Predicted[str], domains: TenantDomains
) -> Predicted[str]:
    """What the cloud makes of a sign-in name, whoever else has it."""
    suffix = name.rpartition("@")[2].lower()
    if not domains.lists(suffix):
        return _replaced(initial, f"{suffix or 'its suffix'} is not verified")
    if not _VALID_NAME.fullmatch(name):
        better = _replaced(initial, "it has characters or a length that no name may have")
        if not better.is_known:
            return better
        # one page says replaced, another names IdentityDataValidationFailed
        # https://learn.microsoft.com/entra/identity/hybrid/connect/tshoot-connect-sync-errors
        because = f"{better.because}; or the export of the user is refused"
        return Predicted(better.value, Certainty.PROBABLE, because)
    because = "built of the account name and the domain" if sent.built_name else ""
    return Predicted(name, Certainty.DOCUMENTED, because)


def replaces_sign_in_name(name: str, domains: TenantDomains) -> bool:
    """Whether the cloud gives a user another name than the one that is sent."""
    return not (domains.lists(name.rpartition("@")[2]) and _VALID_NAME.fullmatch(name))


def _replaced(initial: Predicted[str], because: str) -> Predicted[str]:
    """The initial address in place of a name and, where it cannot be told, why not."""
    reason = because if initial.is_known else f"{because}; {initial.because}"
    return initial._replace(because=reason)
