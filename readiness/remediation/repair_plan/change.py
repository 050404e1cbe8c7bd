"""What a repair plan consists of: edits of an object, decided by a person, in stages."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

Value = str | bytes
"""A value of an attribute; octets where it is no text."""


class Decision(StrEnum):
    """What a person says to a change."""

    UNDECIDED = "undecided"
    APPLY = "apply"
    SKIP = "skip"


class Confidence(StrEnum):
    """What a change rests on, and so who may decide it."""

    MECHANICAL = "mechanical"
    """The value says by itself what was meant: outer blanks, a missing `smtp:`."""
    DETERMINISTIC = "deterministic"
    """It follows from a rule that the administrator gave: a map of suffixes."""
    CHOICE = "choice"
    """Several repairs are sensible; one of them has to be chosen, or none."""


@dataclass(frozen=True)
class Edit:
    """The values of one attribute that go, and those that come; all others stay."""

    attribute: str
    remove: tuple[Value, ...] = ()
    add: tuple[Value, ...] = ()

    def reversed(self) -> Edit:
        """The edit that takes this one back."""
        return Edit(self.attribute, remove=self.add, add=self.remove)

    def as_json(self) -> dict[str, Any]:
        """As the plan file has it; a value that is no text as `{"b64": "…"}`."""
        return {
            "attribute": self.attribute,
            "remove": [encoded(value) for value in self.remove],
            "add": [encoded(value) for value in self.add],
        }

    @classmethod
    def from_json(cls, spec: dict[str, Any]) -> Edit:
        """The edit that `as_json` wrote."""
        remove, add = (tuple(map(decoded, spec[name])) for name in ("remove", "add"))
        return cls(spec["attribute"], remove, add)


class CloudChange(NamedTuple):
    """What becomes of an object in the cloud, before and after; None where nobody can tell."""

    field: str
    """As `readiness preview` calls it."""
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Change:
    """All edits of one object that are made in one request, so all of them or none."""

    id: str
    """`0007`; the two halves of a swap that needs a value in between are `0007a` and `0007b`."""
    guid: str
    """The objectGUID as text: a DN may belong to somebody else by the time of the repair."""
    dn: str
    """Where the object was; for people."""
    object_class: str
    edits: tuple[Edit, ...]
    confidence: Confidence
    decision: Decision = Decision.UNDECIDED
    checks: tuple[str, ...] = ()
    """The checks whose findings it mends."""
    reasons: tuple[str, ...] = ()
    """Why, in the words of those findings."""
    after: tuple[str, ...] = ()
    """The changes that must be made before: those that free a value which this one takes."""
    effects: tuple[str, ...] = ()
    """What people will notice."""
    alternatives: str | None = None
    """The group of changes of which at most one may be applied."""
    step: int | None = None
    """The step of the action plan that it belongs to."""
    cloud: tuple[CloudChange, ...] = ()
    """What becomes of the object in the cloud that would not, without the change."""
    renames_in_cloud: bool = False
    """Whether it gives a new sign-in name to somebody who is synchronised already."""

    @property
    def digest(self) -> str:
        """The SHA-256 of the object and its edits."""
        return digest_of([self.guid, [edit.as_json() for edit in self.edits]])


@dataclass(frozen=True)
class Stage:
    """Changes without a wait for replication between them, in the order in which they are made."""

    id: int
    changes: tuple[Change, ...]

    def decided(self, decisions: Mapping[str, Decision]) -> Stage:
        """The stage with other decisions, by the id of the change."""
        changes = (
            replace(change, decision=decisions.get(change.id, change.decision))
            for change in self.changes
        )
        return Stage(self.id, tuple(changes))


@dataclass(frozen=True)
class Advice:
    """A finding that no program may mend, and what a person should do."""

    dn: str
    check: str
    text: str


@dataclass(frozen=True)
class Provenance:
    """Where a plan comes from: it is applied to nothing else."""

    locations: tuple[str, ...]
    domains: tuple[str, ...]
    """The DNS names of the domains that its objects are in."""
    entries: int
    verified_domains: tuple[str, ...]
    is_complete: bool = True
    """Whether everything was read: else nobody knows all holders of a name or an address."""
    tenant: tuple[str, ...] = ()
    """The exports of the tenant that were given."""


@dataclass(frozen=True)
class RepairPlan:
    """A saved plan."""

    tool: str
    created: str
    provenance: Provenance
    stages: tuple[Stage, ...]
    advice: tuple[Advice, ...] = ()

    @property
    def changes(self) -> tuple[Change, ...]:
        """Those of all stages, in their order."""
        return tuple(change for stage in self.stages for change in stage.changes)

    @property
    def to_apply(self) -> tuple[Change, ...]:
        """Those that a person decided to apply."""
        return tuple(change for change in self.changes if change.decision is Decision.APPLY)


def needed(change: Change) -> set[str]:
    """The ids of the changes without which one must not be made: its other half is one of them."""
    halves = {f"{change.id[:-1]}b"} if change.id.endswith("a") else set()
    return {*change.after, *halves}


def encoded(value: Value) -> str | dict[str, str]:
    """A value for JSON; what JSON or a text editor might not keep goes as base64.

    A lone surrogate cannot be written as UTF-8, and octets are none.
    """
    if isinstance(value, str):
        return value
    return {"b64": base64.b64encode(value).decode("ascii")}


def decoded(spec: object) -> Value:
    """The value that `encoded` wrote.

    Raises:
        ValueError: it is neither a text that a directory can hold nor base64.
    """
    if isinstance(spec, str):
        spec.encode()  # JSON may hold half a character, which no UTF-8 does
        return spec
    if not isinstance(spec, dict) or set(spec) != {"b64"}:
        raise ValueError("a value is neither a text nor {“b64”: …}")
    return base64.b64decode(spec["b64"], validate=True)


def octets_of(value: Value) -> bytes:
    """The value as the directory stores it."""
    return value if isinstance(value, bytes) else value.encode()


def digest_of(content: object) -> str:
    """The SHA-256 of some JSON, the same however it is spelt."""
    canonical = json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
