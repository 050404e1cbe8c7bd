"""What could be changed of one object: for each value, better ones in the order of preference."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from readiness.directory.addresses.mail_address import fold, fold_proxy
from readiness.model.values import as_text
from readiness.remediation.making.entry_reader import ADDRESS, LOGON

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readiness.model.entry import Entry
    from readiness.remediation.making.entry_reader import Key
    from readiness.remediation.repair_plan.change import Confidence, Value

_FOLDS = {"mail": fold_proxy, "proxyaddresses": fold_proxy, "targetaddress": fold_proxy}
NAME = "userprincipalname"


class Candidate(NamedTuple):
    """A value that may take the place of another one."""

    value: str | None
    """None: the old value goes, and none comes."""
    confidence: Confidence


@dataclass
class Repair:
    """One value that should be another."""

    attribute: str
    """As the directory spells it."""
    old: Value | None
    """None where the attribute has no value yet."""
    candidates: list[Candidate]
    """The best one first; those that turn out to belong to somebody else are taken away."""
    checks: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()

    @property
    def chosen(self) -> Candidate:
        """The best candidate that is left."""
        return self.candidates[0]

    def takes(self) -> set[Key]:
        """The names and addresses of the candidate that nobody else may hold."""
        return set(keys_of_value(self.attribute, self.chosen.value, is_new=True))

    def leaves(self) -> set[Key]:
        """The names and addresses that the old value is."""
        return set(keys_of_value(self.attribute, self.old, is_new=False))


@dataclass
class Draft:
    """All repairs of an object."""

    entry: Entry
    guid: str
    step: int | None = None
    """The step of the action plan that its gravest finding belongs to."""
    is_synced: bool = False
    """Whether it is in the tenant already, so that a new sign-in name is a rename there, too."""
    repairs: list[Repair] = field(default_factory=list)
    helps: list[str] = field(default_factory=list)
    """What is settled for other objects once its repairs are made, in words."""

    def takes(self) -> set[Key]:
        """What the object will hold that it does not hold today."""
        return {key for repair in self.repairs for key in repair.takes()}


def keys_of_value(attribute: str, value: Value | None, *, is_new: bool) -> Iterator[Key]:
    """The keys of a value; a new sign-in name must not be anybody's account name either."""
    name = attribute.lower()
    if value is None or (name != NAME and name not in _FOLDS):
        return
    folded = fold(as_text(value)) if name == NAME else _FOLDS[name](as_text(value))
    if folded is not None:
        yield ADDRESS, folded
        if name == NAME and is_new:
            yield LOGON, folded


def exact(value: str | bytes) -> Value:
    """A value as a plan names it: text, unless its octets are none."""
    if isinstance(value, str):
        return value
    try:  # text wherever it can be one: people read a plan, and decide by what they read
        return value.decode()
    except UnicodeDecodeError:
        return value
