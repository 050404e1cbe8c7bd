"""Which domains the public internet knows, and which of them the tenant has verified."""

from __future__ import annotations

import pkgutil
from functools import cache, lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING

from publicsuffixlist import PSLFILE

if TYPE_CHECKING:
    from readiness.model.plan import Plan

RESERVED = {
    # https://www.iana.org/assignments/special-use-domain-names
    "alt": "is reserved for names outside the domain name system (RFC 9476)",
    "example": "is reserved for documentation (RFC 2606)",
    "home.arpa": "is reserved for home networks (RFC 8375)",
    "invalid": "is reserved for names that are surely invalid (RFC 2606)",
    "local": "is reserved for multicast DNS (RFC 6762)",
    "localhost": "is reserved for the own machine (RFC 2606)",
    "onion": "is reserved for the Tor network (RFC 7686)",
    "test": "is reserved for testing (RFC 2606)",
    # https://www.icann.org/resources/board-material/resolutions-special-meeting-of-the-icann-board-29-07-2024-en
    "internal": "is reserved for private networks (ICANN resolution of 29 July 2024)",
    # https://www.icann.org/resources/board-material/resolutions-2018-02-04-en
    "corp": "is never delegated, since private networks use it (ICANN, 4 February 2018)",
    "home": "is never delegated, since private networks use it (ICANN, 4 February 2018)",
    "mail": "is never delegated, since private networks use it (ICANN, 4 February 2018)",
    # https://www.rfc-editor.org/rfc/rfc6762#appendix-G
    "intranet": "is a private name that the internet does not know (RFC 6762, appendix G)",
    "lan": "is a private name that the internet does not know (RFC 6762, appendix G)",
    "localdomain": "is a private name that the internet does not know",
    "private": "is a private name that the internet does not know (RFC 6762, appendix G)",
}
"""Why nobody can own a domain below these suffixes."""


@cache
def _top_levels() -> frozenset[str]:
    """The top-level domains that the internet knows, as they are written, not encoded.

    They are what the public suffix list has without a dot, or behind `*.`, in its first section;
    of the second, anybody may own a part: https://github.com/publicsuffix/list/wiki/Format
    """
    # not opened by its path, since the package may lie in an archive; and not by
    # importlib.resources, which takes longer to load than all the rest here
    octets = pkgutil.get_data("publicsuffixlist", PurePath(PSLFILE).name)
    if not octets:  # without the list, every domain would seem to be private
        raise FileNotFoundError(PSLFILE)
    suffixes = octets.decode()
    # not by PublicSuffixList: to take in the whole list takes as long as a small scan
    of_registries, _, _ = suffixes.partition("// ===END ICANN DOMAINS===")
    rules = of_registries.replace("\n*.", "\n").split("\n")
    return frozenset([rule for rule in rules if "." not in rule and rule[:2] != "//"])


def _is_top_level(label: str) -> bool:
    """Whether the internet knows a top-level domain, in lower case and in either form."""
    if label.startswith("xn--"):
        try:
            label = label.encode().decode("idna")
        except UnicodeError:
            return False
    return bool(label) and label in _top_levels()


def data_date() -> str:
    """The date of the public suffix list in use, `2026-10-23`."""
    from importlib.metadata import version  # noqa: PLC0415 - takes long, and is asked for rarely

    stamp = version("publicsuffixlist").rpartition(".")[2]
    return f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}"


@lru_cache(maxsize=4096)
def unroutable(domain: str) -> str | None:
    """Why a domain in lower case cannot be verified by any tenant, or None when it could be.

    https://learn.microsoft.com/microsoft-365/enterprise/prepare-a-non-routable-domain-for-directory-synchronization
    """
    name = domain.rstrip(".")
    labels = name.split(".")
    if len(labels) == 1:
        return "is a single label, which no public domain is"
    # one label or two: no reserved suffix has more
    for suffix in (labels[-1], ".".join(labels[-2:])):
        if suffix in RESERVED:
            return RESERVED[suffix]
    if not _is_top_level(labels[-1]):
        return "ends in a top-level domain that the internet does not know"
    return None


def verified_domains(plan: Plan) -> frozenset[str]:
    """The domains that the tenant lists as verified, in lower case.

    The initial domain is one of them, and so is its twin, `contoso.mail.onmicrosoft.com`, by which
    a hybrid Exchange routes mail.
    """
    return _listed(plan.verified_domains, plan.initial_domain)


# asked for each proposal, of which a directory may have as many as people
@lru_cache(maxsize=16)
def _listed(verified: tuple[str, ...], initial: str | None) -> frozenset[str]:
    listed = [domain.lower() for domain in verified]
    if initial:
        name, dot, rest = initial.lower().partition(".")
        listed += (initial.lower(), f"{name}.mail{dot}{rest}")
    return frozenset(listed)


def domain_in_place_of(domain: str, plan: Plan) -> str | None:
    """The verified domain to take instead of one, in lower case, that is not; None without any.

    It is the nearest that the domain is below, else the first in which names are given out here.
    """
    usable = [verified for verified in plan.verified_domains if not is_reserved(verified.lower())]
    parent = nearest_among(frozenset(map(str.lower, usable)), domain)
    return parent or next(iter(usable), None)


def nearest_among(domains: frozenset[str], domain: str) -> str | None:
    """The nearest of some domains that a domain is below, or is itself; all in lower case."""
    holding = (parent for parent in domains if domain == parent or domain.endswith(f".{parent}"))
    return max(holding, key=len, default=None)


def unverified(domain: str, verified: frozenset[str]) -> str | None:
    """Why a domain in lower case is none of the tenant's, as the end of "has a domain that ...".

    Verified is what the tenant lists. A sub-domain of a verified domain needs no proof, but has to
    be added like any other: https://learn.microsoft.com/graph/api/domain-post-domains
    """
    if domain in verified:
        return None
    parent = nearest_among(verified, domain)
    if parent is None:
        return "the tenant has not verified"
    return f"the tenant does not list; add it, which needs no proof since {parent} is verified"


@lru_cache(maxsize=4096)
def is_reserved(domain: str) -> bool:
    """Whether a domain in lower case is Microsoft's, where only the cloud gives out addresses.

    https://learn.microsoft.com/troubleshoot/entra/entra-id/user-prov-sync/proxyaddresses-attribute-populate
    """
    # with a dot in front: the domain itself counts, and notonmicrosoft.com does not
    return f".{domain}".endswith((".onmicrosoft.com", ".microsoftonline.com"))


def may_be_initial(domain: str, plan: Plan) -> bool:
    """Whether it may be the tenant's first domain, which every tenant has and few plans name."""
    return plan.initial_domain is None and domain.endswith(".onmicrosoft.com")
