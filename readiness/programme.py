"""Decides once what entries of one kind and shape need, instead of a million times."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from readiness.check import ANYTHING, NOTHING, Check, DomainCheck, Key
from readiness.ledger import MARKS
from readiness.scope import READS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from readiness.model import Entry, Kind

ESSENTIALS = {
    "displayname": "display_name",
    "userprincipalname": "user_principal_name",
    "mail": "mail",
}
"""What every user needs: the attribute, and what the JSON report calls it."""


class Test(NamedTuple):
    """How to see that the values of one attribute are of no interest to anybody."""

    attribute: str
    spelt: str
    """The attribute as the checks spell it."""
    is_plain: Callable[[str], object] | None
    watchers: tuple[tuple[Check, Callable[[str], object]], ...]
    domain_checks: tuple[DomainCheck, ...]
    clean: set[str]
    """The domains that all the domain checks pass, as the directory spells them."""


class Remembered(NamedTuple):
    """How a key of an entry goes into the ledger."""

    attribute: str
    fold: Callable[..., str | None]
    octets: bool
    salt: int
    """Tells equal keys of two spaces apart."""
    mark: int
    key: Key


class Programme(NamedTuple):
    """What is to be done with the entries of one kind that have the same attributes."""

    always: tuple[Check, ...]
    gated: tuple[tuple[Callable[[Entry], bool], tuple[Check, ...]], ...]
    """Checks that are only asked about entries that fail a test."""
    tests: tuple[Test, ...]
    keys: tuple[Remembered, ...]


def wanted(checks: Iterable[Check]) -> tuple[str, ...]:
    """Every attribute that must be read for these checks and for the scan itself."""
    named = {name.lower(): name for check in checks for name in check.reads}
    own = {
        name.lower(): name for name in (*READS, "displayName", "userPrincipalName", "objectGUID")
    }
    return tuple(sorted((named | own).values(), key=str.lower))


def guards(checks: Sequence[Check]) -> dict[str, str]:
    """Patterns of values that need not even be read, by attribute in lower case.

    Such an attribute serves no other purpose than to be looked at, value by value, by checks that
    all accept the same pattern.
    """
    plain: dict[str, set[str]] = {}
    needed = {name.lower() for name in READS} | {*ESSENTIALS, "objectguid"}
    for check in checks:
        needed.update(key.attribute.lower() for key in check.keys)
        needed.update(name.lower() for name in check.expects)
        alone = check.apart or len(check.plain) == 1
        for name in check.reads:
            if name in check.plain and alone and not isinstance(check, DomainCheck):
                plain.setdefault(name.lower(), set()).add(check.plain[name])
            else:
                needed.add(name.lower())
    return {
        name: next(iter(patterns))
        for name, patterns in plain.items()
        if name not in needed and len(patterns) == 1 and not patterns & {NOTHING, ANYTHING}
    }


def programme(
    checks: Iterable[Check],
    kind: Kind,
    present: Collection[str],
    clean: Callable[[tuple[DomainCheck, ...], set[str]], set[str]],
    *,
    left_out: bool,
) -> Programme:
    """The programme for entries of a kind that have these attributes, in lower case.

    `clean` hands out the set of domains that are known to pass some domain checks.
    """
    always: list[Check] = []
    gated: dict[Callable[[Entry], bool], list[Check]] = {}
    watchers: dict[str, list[tuple[Check, str]]] = {}
    domains: dict[str, list[DomainCheck]] = {}
    spelt: dict[str, str] = {}
    keys: dict[Key, None] = {}
    for check in checks:
        if kind not in check.kinds:
            continue
        for key in check.keys:
            if key.of_left_out is left_out and (
                key.attribute == "dn" or key.attribute.lower() in present
            ):
                keys[key] = None
        if type(check).examine is Check.examine or (left_out and not check.sees_left_out):
            continue
        spelt |= {name.lower(): name for name in check.reads}
        if isinstance(check, DomainCheck):
            for name in check.reads:
                if name.lower() in present:
                    domains.setdefault(name.lower(), []).append(check)
        elif _is_due(check, present):
            if check.sound:
                gated.setdefault(check.sound, []).append(check)
            else:
                always.append(check)
        else:
            for name, pattern in check.plain.items():
                if name.lower() in present and pattern != ANYTHING:
                    watchers.setdefault(name.lower(), []).append((check, pattern))
    tests = []
    for name in {**watchers, **domains}:
        watching = watchers.get(name, [])
        patterns = dict.fromkeys(pattern for _, pattern in watching)
        asking = tuple(domains.get(name, ()))
        tests.append(
            Test(
                name,
                spelt[name],
                _all_match(patterns) if patterns else None,
                tuple((check, re.compile(pattern).fullmatch) for check, pattern in watching),
                asking,
                clean(asking, set()),
            )
        )
    return Programme(
        tuple(always),
        tuple((test, tuple(checks)) for test, checks in gated.items()),
        tuple(tests),
        tuple(map(_remembered, keys)),
    )


def _remembered(key: Key) -> Remembered:
    salt = hash(f"space {key.space}")
    return Remembered(key.attribute.lower(), key.fold, key.octets, salt, MARKS[key.side], key)


def _is_due(check: Check, present: Collection[str]) -> bool:
    """Whether entries with these attributes are shown to a check whatever their values are."""
    if not check.plain and not check.expects:
        return True
    if any(name.lower() not in present for name in check.expects):
        return True
    return any(
        pattern == NOTHING and name.lower() in present for name, pattern in check.plain.items()
    )


def _all_match(patterns: Iterable[str]) -> Callable[[str], object]:
    """One matcher for several patterns."""
    *others, last = patterns
    ahead = "".join(rf"(?=(?:{one})\Z)" for one in others)
    return re.compile(rf"{ahead}(?:{last})").fullmatch
