"""What Entra ID allows in a userPrincipalName."""

from __future__ import annotations

import re
import unicodedata

from readiness import (
    USERS,
    Check,
    DomainCheck,
    Plan,
    Skip,
    ValueCheck,
    is_blank,
    user_principal_name,
)

CLEAN = re.compile(user_principal_name.PLAIN)
"""A name that needs no repair."""
_DOMAIN = re.compile(r"[\w-]++(?:\.[\w-]++)*+")
_SPELLED_OUT = str.maketrans(
    dict(zip("ıłŁđĐðÐøØ", "ilLdDdDoO", strict=True))
    | {"ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "Th"}
)


class UpnCheck(Check):
    """A check of the userPrincipalName alone."""

    kinds = USERS
    reads: tuple[str, ...] = ("userPrincipalName",)

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        require_upn_sign_in(plan)


class NameCheck(UpnCheck, ValueCheck):
    """A check of the userPrincipalName as a string."""

    trusts_healthy = True

    def propose(self, value: str) -> str | None:
        return repaired(value)


class SuffixCheck(UpnCheck, DomainCheck):
    """A check of the domain of the userPrincipalName, where there is one worth a judgement."""

    def domain(self, value: str) -> str:
        return suffix(value)

    def propose(self, value: str) -> str | None:
        return with_verified_suffix(value, self.plan)


def require_upn_sign_in(plan: Plan) -> None:
    """Skip the check where the name in the cloud comes from another attribute."""
    if plan.sign_in_attribute.lower() != "userprincipalname":
        raise Skip(f"people will sign in with {plan.sign_in_attribute}, not userPrincipalName")


def suffix(value: str) -> str:
    """The domain that is meant, in lower case; empty when only other checks can speak of it."""
    local, _, domain = _seen(value).partition("@")
    return domain.lower() if local and _DOMAIN.fullmatch(domain) else ""


def repaired(value: str) -> str | None:
    """The name without accents, blanks and needless dots; None unless that is enough."""
    local, _, domain = value.partition("@")
    letters = unicodedata.normalize("NFKD", local.translate(_SPELLED_OUT))
    local = "".join(one for one in _seen(letters) if not unicodedata.combining(one))
    domain = ".".join(filter(None, _seen(domain).split(".")))
    name = f"{local.rstrip('.')}@{domain}"
    return name if CLEAN.fullmatch(name) else None


def with_verified_suffix(value: str, plan: Plan) -> str | None:
    """The repaired name in the first of the verified domains; None when none was given."""
    if not plan.verified_domains:
        return None
    return repaired(f"{value.partition('@')[0]}@{plan.verified_domains[0]}")


def _seen(value: str) -> str:
    if value.isascii() and value.isprintable() and " " not in value:
        return value
    return "".join(one for one in value if not is_blank(one))
