"""How keys are made of the values of attributes, by what the checks of a scan compare."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from readiness.checking.keyed_check import JoinCheck, keys_of
from readiness.uniqueness.key_index import LEFT, RIGHT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from readiness.checking.check import Check
    from readiness.checking.keyed_check import Key
    from readiness.model.entry import Kind


class KeyRule(NamedTuple):
    """How keys are made of the values of one attribute."""

    attribute: str
    """In lower case."""
    fold: Callable[..., str | None]
    takes: type
    """What `fold` takes: `str`, or `bytes` for values that are compared octet by octet."""
    salt: int
    """Is mixed into every hash, so that equal keys of two spaces have different hashes."""
    mark: int
    """The side of a join that the key is on; see `key_index`."""
    key: Key

    @property
    def holds_for_proposals(self) -> bool:
        """Whether a value that is only proposed can be somebody's already, by this key."""
        return self.takes is str


def key_rules(checks: Sequence[Check], kind: Kind, *, out_of_scope: bool) -> tuple[KeyRule, ...]:
    """The rules for entries of a kind, in or out of scope; each but once, whoever asks for it."""
    marks = _marks(checks)
    keys = dict.fromkeys(key for check in checks if kind in check.kinds for key in keys_of(check))
    return tuple(
        KeyRule(
            key.attribute.lower(),
            key.fold,
            bytes if key.octets else str,
            # the same in all processes, which share one hash seed: see `process_pool`
            hash(f"space {key.space}"),
            marks.get(key, 0),
            key,
        )
        for key in keys
        if key.scope.holds(out_of_scope=out_of_scope)
    )


def _marks(checks: Sequence[Check]) -> dict[Key, int]:
    """The side of each key of joins, in the spaces that belong to joins alone.

    There, keys that are held on one side only are not shared: most members of groups are in
    several groups.
    """
    joins = [check for check in checks if isinstance(check, JoinCheck)]
    left = {key for join in joins for key in join.left}
    right = {key for join in joins for key in join.right}
    others = (check for check in checks if not isinstance(check, JoinCheck))
    # where some check asks who shares a key, one side alone may share it, too
    mixed = {key.space for check in others for key in keys_of(check)}
    mixed |= {key.space for key in left & right}
    sides = ((LEFT, left), (RIGHT, right))
    return {key: mark for mark, keys in sides for key in keys if key.space not in mixed}
