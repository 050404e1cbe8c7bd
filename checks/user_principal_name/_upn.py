"""What Entra ID allows in a userPrincipalName, and which name to give instead of another."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from readiness import (
    USERS,
    Check,
    DomainCheck,
    Entry,
    Plan,
    Skip,
    ValueCheck,
    domain_in_place_of,
    fold,
    is_blank,
    lasting_primary,
    split_proxy,
    unroutable,
    user_principal_name,
    verified_domains,
)

CLEAN = re.compile(user_principal_name.HEALTHY)
"""A name that needs no repair."""
_LABEL = r"(?!-)(?:(?!_)[\w-])++(?<!-)"
_DOMAIN = re.compile(rf"{_LABEL}(?:\.{_LABEL})*+")
"""A domain that upn-malformed has nothing to say about."""
_GERMAN = str.maketrans(
    dict(
        zip(
            "\u00e4\u00f6\u00fc\u00c4\u00d6\u00dc",
            ("ae", "oe", "ue", "Ae", "Oe", "Ue"),
            strict=True,
        )
    )
)
# Unicode does not decompose these letters: they stay when the accents are taken away
_SPELLED_OUT = str.maketrans(
    dict(zip("ıłŁđĐðÐøØ", "ilLdDdDoO", strict=True))
    | {"ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "Th"}
)


class UpnCheck(Check):
    """A check of the userPrincipalName alone."""

    kinds = USERS
    reads: tuple[str, ...] = ("userPrincipalName",)
    consults = ("mail", "proxyAddresses")

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        require_upn_sign_in(plan)


class NameCheck(UpnCheck, ValueCheck):
    """A check of the userPrincipalName as a string."""

    trusts_healthy = True

    def propose_for(self, entry: Entry, value: str) -> str | None:
        return better_name(value, entry, self.plan)


class SuffixCheck(UpnCheck, DomainCheck):
    """A check of the domain of the userPrincipalName, where there is one worth a judgement."""

    def domain(self, value: str) -> str:
        return suffix(value)

    def propose_for(self, entry: Entry, value: str) -> str | None:
        return better_name(value, entry, self.plan)


def require_upn_sign_in(plan: Plan) -> None:
    """Skip the check where the name in the cloud comes from another attribute."""
    if plan.sign_in_attribute.lower() != "userprincipalname":
        raise Skip(f"people will sign in with {plan.sign_in_attribute}, not userPrincipalName")


def suffix(value: str) -> str:
    """The domain that is meant, in lower case; empty when only other checks can speak of it."""
    local, _, domain = value.partition("@")
    return "" if is_blank(local) else _meant_domain(domain)


@lru_cache(maxsize=4096)  # names are all different, and their domains nearly all the same
def _meant_domain(domain: str) -> str:
    seen = _seen(domain)
    return seen.lower() if _DOMAIN.fullmatch(seen) else ""


def better_name(value: str, entry: Entry, plan: Plan) -> str | None:
    """The name that a user should have instead of a value.

    It is the primary mail address if the cloud keeps that, so that nobody is renamed twice; else
    the repaired value, in a verified domain. None where neither makes a name.
    """
    own = suffix(value)
    # without a list of domains, an address in another domain would be a guess; asked first, since
    # on the first scan of many a directory it is so of everybody
    if not plan.verified_domains and own and unroutable(own):
        return None
    primary = lasting_primary(entry, plan)
    is_listed = plan.verified_domains or suffix(primary or "") == own
    if primary and is_listed and CLEAN.fullmatch(primary):
        return primary
    local, _, domain = value.partition("@")
    domain = ".".join(filter(None, _seen(domain).split(".")))
    if "@" in domain:
        return None  # nobody knows where the domain begins
    if plan.verified_domains and domain.lower() not in verified_domains(plan):
        domain = domain_in_place_of(domain.lower(), plan) or ""
    if unroutable(domain.lower()):
        return None
    name = f"{_respelt(local, entry)}@{domain}"
    return name if CLEAN.fullmatch(name) else None


def _respelt(local: str, entry: Entry) -> str:
    """A name without accents, blanks and needless dots."""
    composed = unicodedata.normalize("NFC", local)
    plain, german = _plain(composed), _plain(composed.translate(_GERMAN))
    if plain != german and plain.lower() in _known_names(entry):
        return plain  # the person's mail is spelt so
    return german


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.translate(_SPELLED_OUT))
    seen = "".join(letter for letter in _seen(letters) if not unicodedata.combining(letter))
    return ".".join(filter(None, seen.split(".")))


def _known_names(entry: Entry) -> set[str]:
    """What stands before the @ of the addresses of an entry, in lower case."""
    addresses = [
        *entry.all("mail"),
        *(split_proxy(address)[1] for address in entry.all("proxyAddresses")),
    ]
    return {(fold(address) or "").rpartition("@")[0] for address in addresses}


def _seen(value: str) -> str:
    if value.isascii() and value.isprintable() and " " not in value:
        return value
    return "".join(letter for letter in value if not is_blank(letter))
