"""Decides once what is to be done with the entries of one kind, instead of a million times."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from readiness.checking.check import Check, DomainCheck, Key, ValueCheck
from readiness.columns.patterns import ANYTHING, NOTHING, Mismatches, mismatches
from readiness.directory.sync_scope import PLAIN_USER
from readiness.model.entry import Kind, Sound
from readiness.uniqueness.key_index import MARKS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence


ESSENTIALS = {
    "displayname": "display_name",
    "userprincipalname": "user_principal_name",
    "mail": "mail",
}
"""What every user needs: the attribute, and what the JSON report calls it."""
_C = TypeVar("_C", bound=Check)
_W = TypeVar("_W", bound="Watch | Domains")
Asking = tuple[str, tuple[Check, ...]]
"""An attribute in lower case, and the checks that are asked because of it."""


class Watch(NamedTuple):
    """What is to be done about a value of an attribute that is not plain for everybody."""

    attribute: str
    """As the checks spell it."""
    mismatches: Mismatches
    """Tells which values are not plain for everybody."""
    tests: tuple[tuple[Callable[[str], object], tuple[Check, ...]], ...]
    """Tests of what is plain, each with the checks that it is plain for."""


class Domains(NamedTuple):
    """What is to be done about the domain of a value that is not known to be clean."""

    attribute: str
    """As the checks spell it."""
    checks: tuple[DomainCheck, ...]
    clean: set[str]
    """The domains that all these checks pass, as the directory spells them."""


class Gate(NamedTuple):
    """A test that proves of entries that some checks have nothing to say about them."""

    sound: Sound
    """With its attributes in lower case."""
    is_for_all: bool
    needed: tuple[str, ...]
    """The test is for entries without one of these attributes,"""
    weighty: tuple[str, ...]
    """or with one of these, or for all."""
    checks: tuple[Check, ...]
    """Whoever is asked about an entry that does not pass."""


class Recipe(NamedTuple):
    """How keys are made of the values of an attribute."""

    attribute: str
    """In lower case."""
    fold: Callable[..., str | None]
    other: type
    """The type of value that `fold` does not take: text for octets, octets for text."""
    salt: int
    """Tells equal keys of two spaces apart."""
    mark: int
    """The mark of the side of a join that the key is on."""
    key: Key


class Programme(NamedTuple):
    """What is to be done with the entries of one kind, in scope or left out."""

    always: tuple[Check, ...]
    absent: tuple[Asking, ...]
    """Attributes of which the absence is worth a look."""
    present: tuple[Asking, ...]
    """Those of which the presence is."""
    several: tuple[Asking, ...]
    """Those of which a second value is."""
    plain: Mapping[str, tuple[Watch, ...]]
    """Who may have something to say about the values of attributes, spelling by spelling."""
    small: tuple[tuple[str, int, Check], ...]
    """Attributes, and the check that is asked when a value has more octets than that."""
    gates: tuple[Gate, ...]
    domains: Mapping[str, tuple[Domains, ...]]
    """Who may have something to say about the domains of their values."""
    remembered: tuple[Recipe, ...]

    def judges(self, attribute: str, value: str) -> Iterator[ValueCheck]:
        """The checks of single values that may have something to say about a value."""
        for watch in self.plain.get(attribute.lower(), ()):
            for is_plain, checks in watch.tests:
                if not is_plain(value):
                    yield from (check for check in checks if isinstance(check, ValueCheck))
        for domains in self.domains.get(attribute.lower(), ()):
            yield from domains.checks
        for check in self.always:
            if isinstance(check, ValueCheck) and attribute in check.reads:
                yield check


def programme(
    checks: Iterable[Check],
    kind: Kind,
    clean: Callable[[tuple[DomainCheck, ...], set[str]], set[str]],
    *,
    left_out: bool,
) -> Programme:
    """The programme for the entries of a kind.

    `clean` hands out the set of domains that are known to pass some domain checks. What the scope
    calls plain, the programme for users does, too, so that their values are tested but once.
    """
    relevant = [check for check in checks if kind in check.kinds]
    examining = [
        check
        for check in relevant
        if type(check).examine is not Check.examine and (check.sees_left_out or not left_out)
    ]
    of_domains = [check for check in examining if isinstance(check, DomainCheck)]
    others = [check for check in examining if not isinstance(check, DomainCheck)]
    alone = [check for check in others if not check.sound]
    choosy = [check for check in alone if _is_choosy(check)]
    sounds = dict.fromkeys(check.sound for check in others if check.sound)
    return Programme(
        tuple(check for check in alone if not _is_choosy(check)),
        tuple(_asking(choosy, lambda check: check.expects)),
        tuple(_asking(choosy, lambda check: _of_plain(check, NOTHING))),
        tuple(_asking(choosy, lambda check: check.lone)),
        _by_name(_watches(choosy, PLAIN_USER if kind is Kind.USER and not left_out else {})),
        tuple(
            (name.lower(), limit, check) for check in choosy for name, limit in check.small.items()
        ),
        tuple(
            _gate(sound, [check for check in others if check.sound == sound]) for sound in sounds
        ),
        _by_name(
            Domains(name, watching, clean(watching, set()))
            for name, watching in _by_attribute(of_domains, lambda check: check.reads)
        ),
        tuple(_recipes(relevant, left_out=left_out)),
    )


def _is_choosy(check: Check) -> bool:
    """Whether there are entries about which a check says that it need not be shown them."""
    return bool(check.plain or check.expects or check.small)


def _of_plain(check: Check, pattern: str) -> Iterator[str]:
    return (name for name, one in check.plain.items() if one == pattern)


def _gate(sound: Sound, checks: Sequence[Check]) -> Gate:
    """The test of checks that all have the same one."""
    return Gate(
        _in_lower_case(sound),
        not all(map(_is_choosy, checks)),
        _lowered(name for check in checks for name in check.expects),
        _lowered(name for check in checks for name in check.plain),
        tuple(checks),
    )


def _in_lower_case(sound: Sound) -> Sound:
    names, present = (tuple(map(str.lower, some)) for some in (sound.attributes, sound.present))
    besides = _in_lower_case(sound.besides) if sound.besides else None
    return Sound(sound.test, names, present, besides)


def _lowered(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(str.lower, names)))


def _by_name(those: Iterable[_W]) -> dict[str, tuple[_W, ...]]:
    """Those who watch an attribute, by its name in lower case."""
    found: dict[str, tuple[_W, ...]] = {}
    for one in those:
        name = one.attribute.lower()
        found[name] = (*found.get(name, ()), one)
    return found


def _watches(checks: Iterable[Check], besides: Mapping[str, str]) -> Iterator[Watch]:
    """Who watches the values of each attribute; `besides` has further patterns."""
    watching = dict(_by_attribute(checks, lambda check: check.plain))
    for name in dict.fromkeys((*watching, *besides)):
        by_pattern: dict[str, list[Check]] = {}
        for check in watching.get(name, ()):
            by_pattern.setdefault(check.plain[name], []).append(check)
        tests = [
            (partial(re.fullmatch, pattern), tuple(some))  # compiled when it is needed
            for pattern, some in by_pattern.items()
            if pattern not in {ANYTHING, NOTHING}
        ]
        patterns = {*by_pattern, *filter(None, (besides.get(name),))} - {ANYTHING, NOTHING}
        if patterns:
            yield Watch(name, mismatches(sorted(patterns)), tuple(tests))


def _asking(checks: Iterable[Check], names: Callable[[Check], Iterable[str]]) -> Iterator[Asking]:
    for name, asked in _by_attribute(checks, names):
        yield name.lower(), asked


def _by_attribute(
    checks: Iterable[_C], names: Callable[[_C], Iterable[str]]
) -> Iterator[tuple[str, tuple[_C, ...]]]:
    """The attributes as they are spelt, with their checks."""
    found: dict[str, list[_C]] = {}
    for check in checks:
        for name in names(check):
            found.setdefault(name, []).append(check)
    for name, watching in found.items():
        yield name, tuple(watching)


def _recipes(checks: Iterable[Check], *, left_out: bool) -> Iterator[Recipe]:
    for key in dict.fromkeys(key for check in checks for key in check.keys):
        if key.of_left_out is left_out:
            yield Recipe(
                key.attribute.lower(),
                key.fold,
                str if key.octets else bytes,
                hash(f"space {key.space}"),
                MARKS[key.side],
                key,
            )
