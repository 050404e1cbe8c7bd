"""Tells what the quick tests cannot clear: the values that some check has to judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.values import text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from readiness.check import Check, DomainCheck
    from readiness.model import Values
    from readiness.programme import Domains, Watch

CRASHES = (Exception, SystemExit)
"""What a check may raise, since it may be anybody's; the scan goes on, and is incomplete."""
DOMAINS_MAX = 50_000
"""So many domains are remembered."""
Suspect = tuple["Check", str, str]
"""A check, the attribute as it spells it, and the value that it is to judge."""


def lines(value: Values) -> str | None:
    """The values of an attribute, one a line; None if they have line feeds of their own."""
    if type(value) is str:
        return value if "\n" not in value else None
    values = value if isinstance(value, list) else [value]
    joined = "\n".join([one if isinstance(one, str) else text(one) for one in values])
    return joined if joined.count("\n") == len(values) - 1 else None


def are_plain(value: Values, is_plain: Callable[[str], object]) -> bool:
    """Whether octets, or several values, are all plain."""
    if isinstance(value, bytes):
        return is_plain(text(value)) is not None
    try:
        return all(map(is_plain, value))  # type: ignore[arg-type]  # octets are caught
    except TypeError:
        return all(is_plain(one if isinstance(one, str) else text(one)) for one in value)


def not_plain(value: Values, watch: Watch) -> Iterator[Suspect]:
    """The values that somebody may have something to say about."""
    for one in value if isinstance(value, list) else (value,):
        shown = one if isinstance(one, str) else text(one)
        for check, is_fine in watch.checks:
            if not is_fine(shown):
                yield check, watch.attribute, shown


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


def is_blank(value: Values) -> bool:
    """Whether the first value has nothing but blanks."""
    first = value[0] if isinstance(value, list) else value
    return not first.strip()
