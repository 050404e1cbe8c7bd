"""What Entra ID allows in a userPrincipalName."""

from __future__ import annotations

import re
import unicodedata

from readiness import USERS, DomainCheck, Plan, Skip, ValueCheck, is_hidden

# https://learn.microsoft.com/microsoft-365/enterprise/prepare-for-directory-synchronization
# https://learn.microsoft.com/entra/identity/authentication/concept-sspr-policy
LOCAL_MAX, DOMAIN_MAX = 64, 48
LOCAL_CHARACTERS = "A-Za-z0-9'._!#^~-"
DOMAIN_CHARACTERS = "A-Za-z0-9._-"
PLAIN = (
    rf"[{LOCAL_CHARACTERS}]{{1,{LOCAL_MAX}}}+(?<!\.)@(?![^@\n]{{{DOMAIN_MAX + 1}}})"
    r"[A-Za-z0-9]++(?:(?:\.|-++)[A-Za-z0-9]++)*+"
)
"""What every check of the topic accepts, but for the domain itself."""

_CLEAN = re.compile(PLAIN)
_DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*")
_SPELLED_OUT = str.maketrans(
    dict(zip("ıłŁđĐðÐøØ", "ilLdDdDoO", strict=True))
    | {"ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "þ": "th", "Þ": "Th"}
)


class NameCheck(ValueCheck):
    """A check of the userPrincipalName as a string."""

    kinds = USERS
    reads = ("userPrincipalName",)
    plain = {"userPrincipalName": PLAIN}

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        require_upn_sign_in(plan)

    def propose(self, value: str) -> str | None:
        return repaired(value)


class SuffixCheck(DomainCheck):
    """A check of the domain of the userPrincipalName, where there is one worth a judgement."""

    kinds = USERS
    reads = ("userPrincipalName",)
    plain = {"userPrincipalName": PLAIN}

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan)
        require_upn_sign_in(plan)

    def domain(self, value: str) -> str:
        return suffix(value)

    def propose(self, value: str) -> str | None:
        return with_verified_suffix(value, self.plan)


def require_upn_sign_in(plan: Plan) -> None:
    """Skip the check where the name in the cloud comes from another attribute."""
    if plan.sign_in_attribute.lower() != "userprincipalname":
        raise Skip(f"people will sign in with {plan.sign_in_attribute}, not userPrincipalName")


def is_blank(value: str) -> bool:
    """Whether there is nothing to see in a value."""
    return not _seen(value)


def suffix(value: str) -> str:
    """The domain that is meant, in lower case; empty when only other checks can speak of it."""
    local, _, domain = _seen(value).partition("@")
    return domain.lower() if local and _DOMAIN.fullmatch(domain) else ""


def verified(plan: Plan) -> frozenset[str]:
    """The domains that the tenant has verified, the initial one included."""
    initial = (plan.initial_domain,) if plan.initial_domain else ()
    return frozenset(domain.lower() for domain in (*plan.verified_domains, *initial))


def covers(domains: frozenset[str], domain: str) -> bool:
    """Whether a domain or one of its parents is among `domains`.

    What holds for a domain is inherited by its sub-domains:
    https://learn.microsoft.com/graph/api/domain-post-domains
    """
    labels = domain.split(".")
    return any(".".join(labels[start:]) in domains for start in range(len(labels)))


def repaired(value: str) -> str | None:
    """The name without accents, blanks and needless dots; None unless that is enough."""
    local, _, domain = value.partition("@")
    letters = unicodedata.normalize("NFKD", local.translate(_SPELLED_OUT))
    local = "".join(one for one in _seen(letters) if not unicodedata.combining(one))
    domain = ".".join(filter(None, _seen(domain).split(".")))
    name = f"{local.rstrip('.')}@{domain}"
    return name if _CLEAN.fullmatch(name) else None


def with_verified_suffix(value: str, plan: Plan) -> str | None:
    """The repaired name in the first of the verified domains; None when none was given."""
    if not plan.verified_domains:
        return None
    return repaired(f"{value.partition('@')[0]}@{plan.verified_domains[0]}")


def _seen(value: str) -> str:
    return "".join(one for one in value if not (one.isspace() or is_hidden(one)))
