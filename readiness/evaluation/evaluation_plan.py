"""Decides once what is to be done with the entries of one kind, instead of a million times."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from readiness.checking.check import Check, DomainCheck, JoinCheck, Key, ValueCheck, keys_of
from readiness.checking.healthy_values import HEALTHY
from readiness.checking.triggers import Unhealthy, present
from readiness.model.entry import Entry, Kind
from readiness.model.finding import Finding
from readiness.model.values import text
from readiness.uniqueness.key_index import LEFT, RIGHT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from readiness.checking.triggers import Trigger

ESSENTIALS = {
    "displayname": "display_name",
    "userprincipalname": "user_principal_name",
    "mail": "mail",
}
"""What every user needs: the attribute, and what the JSON report calls it."""
KNOWN_MAX = 50_000
"""So many values, or domains, are remembered."""
_K = TypeVar("_K")
_C = TypeVar("_C")
_NOBODY = Entry("", Kind.OTHER, {})


class Verdicts(dict["str | bytes", "tuple[Finding, ...]"]):
    """What checks of values say about the values of one attribute: each is judged but once."""

    def __init__(self, attribute: str, checks: tuple[ValueCheck, ...], suspect: Trigger) -> None:
        super().__init__()
        self.attribute, self.checks, self.suspect = attribute, checks, suspect

    def __missing__(self, value: str | bytes) -> tuple[Finding, ...]:
        if len(self) == KNOWN_MAX:
            self.clear()
        shown = value if isinstance(value, str) else text(value)
        said = (check.judge(_NOBODY, self.attribute, shown) for check in self.checks)
        self[value] = found = tuple(chain.from_iterable(said))
        return found


class Domains(NamedTuple):
    """What is to be done about the domain of a value that is not known to be clean."""

    attribute: str
    """As the checks spell it."""
    checks: tuple[DomainCheck, ...]
    clean: set[str]
    """The domains that all these checks pass, as the directory spells them."""
    doubtful: set[str]
    """Those that some of them may object to."""


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

    @property
    def is_proposable(self) -> bool:
        """Whether a proposed value has such a key, too."""
        return self.other is bytes


class Programme(NamedTuple):
    """What is to be done with the entries of one kind, in scope or left out."""

    kind: Kind
    when: Mapping[Trigger | None, tuple[Check, ...]]
    """Who is asked about the entries that a trigger fires for, or about all."""
    values: tuple[Verdicts, ...]
    domains: tuple[Domains, ...]
    remembered: tuple[Recipe, ...]


def programme(
    checks: Sequence[Check],
    kind: Kind,
    clean: Callable[[tuple[DomainCheck, ...], set[str]], set[str]],
    *,
    out_of_scope: bool,
) -> Programme:
    """The programme for the entries of a kind.

    `clean` hands out the set of domains that are known to pass some domain checks.
    """
    relevant = [check for check in checks if kind in check.kinds]
    examining = [
        check
        for check in relevant
        if type(check).examine is not Check.examine and check.scope.holds(out_of_scope=out_of_scope)
    ]
    of_domains = [check for check in examining if isinstance(check, DomainCheck)]
    of_values = [check for check in examining if type(check).examine is ValueCheck.examine]
    of_values = [check for check in of_values if check not in of_domains and not check.when]
    others = [check for check in examining if check not in of_domains and check not in of_values]
    return Programme(
        kind,
        _grouped((check.when, check) for check in others),
        tuple(
            Verdicts(name, some, Unhealthy(name) if is_trusting else present(name))
            for (name, is_trusting), some in _grouped(
                ((name, check.trusts_healthy and name in HEALTHY), check)
                for check in of_values
                for name in check.reads
            ).items()
        ),
        tuple(
            Domains(name, some, clean(some, set()), set())
            for name, some in _grouped(
                (name, check) for check in of_domains for name in check.reads
            ).items()
        ),
        tuple(_recipes(relevant, _marks(checks), out_of_scope=out_of_scope)),
    )


def _grouped(pairs: Iterable[tuple[_K, _C]]) -> dict[_K, tuple[_C, ...]]:
    found: dict[_K, list[_C]] = {}
    for key, one in pairs:
        found.setdefault(key, []).append(one)
    return {key: tuple(some) for key, some in found.items()}


def _recipes(
    checks: Iterable[Check], marks: Mapping[Key, int], *, out_of_scope: bool
) -> Iterator[Recipe]:
    for key in dict.fromkeys(key for check in checks for key in keys_of(check)):
        if key.scope.holds(out_of_scope=out_of_scope):
            yield Recipe(
                key.attribute.lower(),
                key.fold,
                str if key.octets else bytes,
                hash(f"space {key.space}"),
                marks.get(key, 0),
                key,
            )


def _marks(checks: Sequence[Check]) -> dict[Key, int]:
    """The side of each key of joins, in the spaces that belong to joins alone.

    There, keys that are held on one side only do not meet: most members of groups are in several.
    """
    joins = [check for check in checks if isinstance(check, JoinCheck)]
    left = {key for join in joins for key in join.left}
    right = {key for join in joins for key in join.right}
    others = (check for check in checks if not isinstance(check, JoinCheck))
    mixed = {key.space for check in others for key in keys_of(check)}
    mixed |= {key.space for key in left & right}
    sides = ((LEFT, left), (RIGHT, right))
    return {key: mark for mark, keys in sides for key in keys if key.space not in mixed}
