"""Decides once what entries of one kind and shape need, instead of a million times."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from readiness.check import Check, DomainCheck, Key
from readiness.groups import READS as GROUPING
from readiness.ledger import MARKS
from readiness.patterns import ANYTHING, NOTHING, all_of
from readiness.scope import READS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from readiness.model import Kind, Sound

ESSENTIALS = {
    "displayname": "display_name",
    "userprincipalname": "user_principal_name",
    "mail": "mail",
}
"""What every user needs: the attribute, and what the JSON report calls it."""
_OWN = ("displayName", "mail", "objectGUID", "proxyAddresses", "userPrincipalName")
"""What the scan itself reads, beside the scope."""

_C = TypeVar("_C", bound=Check)


class Watch(NamedTuple):
    """What is to be done about a value of an attribute that is not plain for everybody."""

    attribute: str
    """As the checks spell it."""
    checks: tuple[tuple[Check, Callable[[str], object]], ...]
    """The checks, each with the test of what is plain for it."""


class Domains(NamedTuple):
    """What is to be done about the domain of a value that is not known to be clean."""

    attribute: str
    """As the checks spell it."""
    checks: tuple[DomainCheck, ...]
    clean: set[str]
    """The domains that all these checks pass, as the directory spells them."""


class Recipe(NamedTuple):
    """How keys are made of the values of an attribute."""

    attribute: str
    """In lower case."""
    fold: Callable[..., str | None]
    other: type
    """The type of value that `fold` does not take: text for octets, octets for text."""
    salt: int
    """Tells equal keys of two spaces apart."""
    key: Key


class Programme(NamedTuple):
    """What is to be done with the entries of one kind that have the same attributes."""

    always: tuple[Check, ...]
    gated: tuple[tuple[Sound, tuple[Check, ...]], ...]
    """Tests, with their attributes in lower case, and the checks that are asked when one fails."""
    plain: tuple[tuple[str, Callable[[str], object], Watch], ...]
    """Attributes, and the test for values on which nobody has anything to say."""
    domains: tuple[tuple[str, set[str], Domains], ...]
    """Attributes, and the domains on which nobody has anything to say."""
    lone: tuple[tuple[str, tuple[Check, ...]], ...]
    """Attributes, and the checks that are asked when there is a second value."""
    small: tuple[tuple[str, int, Check], ...]
    """Attributes, and the check that is asked when a value has more octets than that."""
    remembered: tuple[tuple[tuple[Recipe, ...], int], ...]
    """How keys are made, and the mark of the side of a join that they are on."""


def wanted(checks: Iterable[Check], by: str | None = None) -> tuple[str, ...]:
    """Every attribute that must be read for these checks, for the scan itself and its groups."""
    names = {name.lower(): name for check in checks for name in check.reads}
    names |= {name.lower(): name for name in (*READS, *_OWN, *GROUPING.get(by, ()))}
    return tuple(sorted(names.values(), key=str.lower))


def guards(checks: Sequence[Check], by: str | None = None) -> dict[str, str]:
    """Patterns of values that need not even be read, by attribute in lower case.

    Such an attribute serves no other purpose than to be looked at, value by value, by checks that
    all accept the same pattern.
    """
    plain: dict[str, set[str]] = {}
    needed = {name.lower() for name in (*READS, *_OWN, *GROUPING.get(by, ()))}
    for check in checks:
        needed.update(key.attribute.lower() for key in check.keys)
        needed.update(name.lower() for name in (*check.expects, *check.lone))
        alone = (check.apart or len(check.plain) == 1) and not isinstance(check, DomainCheck)
        for name in check.reads:
            if alone and name in check.plain:
                plain.setdefault(name.lower(), set()).add(check.plain[name])
            else:
                needed.add(name.lower())
    return {
        name: next(iter(patterns))
        for name, patterns in plain.items()
        if name not in needed and len(patterns) == 1 and not patterns & {NOTHING, ANYTHING}
    }


def small(checks: Sequence[Check]) -> dict[str, int]:
    """The length up to which values of octets need not even be read, by attribute."""
    limits = {name.lower(): limit for check in checks for name, limit in check.small.items()}
    others = {name.lower() for check in checks for name in check.reads if name not in check.small}
    return {name: limit for name, limit in limits.items() if name not in others}


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
    relevant = [check for check in checks if kind in check.kinds]
    examining = [
        check
        for check in relevant
        if type(check).examine is not Check.examine and (check.sees_left_out or not left_out)
    ]
    of_domains = [check for check in examining if isinstance(check, DomainCheck)]
    others = [check for check in examining if not isinstance(check, DomainCheck)]
    due = [check for check in others if _is_due(check, present)]
    watching = [check for check in others if check not in due and not check.sound]
    gates = dict.fromkeys(check.sound for check in due if check.sound)
    return Programme(
        tuple(check for check in due if not check.sound),
        tuple((lowered(gate), tuple(one for one in due if one.sound == gate)) for gate in gates),
        tuple(_plain_tests(watching, present)),
        tuple(_domain_tests(of_domains, present, clean)),
        tuple(
            (name, asked)
            for name, _, asked in _by_attribute(watching, present, lambda check: check.lone)
        ),
        tuple(
            (name.lower(), limit, check)
            for check in watching
            for name, limit in check.small.items()
            if name.lower() in present
        ),
        tuple(_remembered(relevant, present, left_out=left_out)),
    )


def lowered(sound: Sound) -> Sound:
    """A test with its attributes in lower case."""
    names, present = (tuple(map(str.lower, some)) for some in (sound.attributes, sound.present))
    return sound._replace(attributes=names, present=present)


def _is_due(check: Check, present: Collection[str]) -> bool:
    """Whether entries with these attributes are shown to a check whatever their values are."""
    if not check.plain and not check.expects and not check.small:
        return True
    if any(name.lower() not in present for name in check.expects):
        return True
    # what a test of the entry can decide needs no test of its values
    weighty = (name for name, plain in check.plain.items() if check.sound or plain == NOTHING)
    return any(name.lower() in present for name in weighty)


def _plain_tests(
    checks: Iterable[Check], present: Collection[str]
) -> Iterator[tuple[str, Callable[[str], object], Watch]]:
    for name, spelt, watching in _by_attribute(checks, present, lambda check: check.plain):
        patterns = [check.plain[spelt] for check in watching]
        if set(patterns) != {ANYTHING}:
            exact = (re.compile(pattern).fullmatch for pattern in patterns)
            is_plain = re.compile(all_of(patterns, r"\Z")).fullmatch
            yield name, is_plain, Watch(spelt, tuple(zip(watching, exact, strict=True)))


def _domain_tests(
    checks: Iterable[DomainCheck],
    present: Collection[str],
    clean: Callable[[tuple[DomainCheck, ...], set[str]], set[str]],
) -> Iterator[tuple[str, set[str], Domains]]:
    for name, spelt, watching in _by_attribute(checks, present, lambda check: check.reads):
        known = clean(watching, set())
        yield name, known, Domains(spelt, watching, known)


def _by_attribute(
    checks: Iterable[_C], present: Collection[str], names: Callable[[_C], Iterable[str]]
) -> Iterator[tuple[str, str, tuple[_C, ...]]]:
    """The attributes that are present, in lower case and as they are spelt, with their checks."""
    found: dict[str, list[_C]] = {}
    for check in checks:
        for name in names(check):
            if name.lower() in present:
                found.setdefault(name, []).append(check)
    for name, watching in found.items():
        yield name.lower(), name, tuple(watching)


def _remembered(
    checks: Iterable[Check], present: Collection[str], *, left_out: bool
) -> Iterator[tuple[tuple[Recipe, ...], int]]:
    by_side: dict[str, list[Recipe]] = {}
    for key in dict.fromkeys(key for check in checks for key in check.keys):
        attribute = key.attribute.lower()
        if key.of_left_out is left_out and attribute in present:
            salt = hash(f"space {key.space}")
            recipe = Recipe(attribute, key.fold, str if key.octets else bytes, salt, key)
            by_side.setdefault(key.side, []).append(recipe)
    for side, recipes in by_side.items():
        yield tuple(recipes), MARKS[side]
