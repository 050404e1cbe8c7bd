"""Tells what the quick tests cannot clear: the values that some check has to judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.model.values import text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readiness.checking.check import Check, DomainCheck
    from readiness.evaluation.evaluation_plan import Domains, Watch
    from readiness.model.entry import Values

CRASHES = (Exception, SystemExit)
"""What a check may raise, since it may be anybody's; the scan goes on, and is incomplete."""
DOMAINS_MAX = 50_000
"""So many domains are remembered."""
Suspect = tuple["Check", str, str]
"""A check, the attribute as it spells it, and the value that it is to judge."""


def not_plain(value: Values, watch: Watch) -> Iterator[Suspect]:
    """The values that somebody may have something to say about."""
    for one in value if isinstance(value, list) else (value,):
        shown = one if isinstance(one, str) else text(one)
        for is_plain, checks in watch.tests:
            if not is_plain(shown):
                yield from ((check, watch.attribute, shown) for check in checks)


def not_clean(value: str | bytes, domains: Domains) -> Iterator[Suspect]:
    """A value whose domain somebody has something to say about."""
    shown = value if isinstance(value, str) else text(value)
    _, sign, domain = shown.rpartition("@")
    if sign and domain not in domains.clean:
        for check in _objecting(shown, domains):
            yield check, domains.attribute, shown


def _objecting(value: str, domains: Domains) -> list[DomainCheck]:
    """The checks that object to the domain of a value; one that all have passed is clean."""
    objecting = []
    has_all_judged = True
    for check in domains.checks:
        try:
            domain = check.domain(value)
            has_all_judged = has_all_judged and bool(domain)
            if domain and check.wrong(domain) is not None:
                objecting.append(check)
        except CRASHES:  # `judge` raises it again, where it is told
            objecting.append(check)
    if has_all_judged and not objecting:
        if len(domains.clean) == DOMAINS_MAX:
            domains.clean.clear()
        domains.clean.add(value.rpartition("@")[2])
    return objecting


def converted(value: str | bytes) -> str | bytes:
    """A text as octets, and octets as text."""
    return value.encode() if isinstance(value, str) else text(value)
