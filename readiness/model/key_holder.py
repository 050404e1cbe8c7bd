"""An entry that holds a key: what a comparison is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from readiness.model.entry import Kind


class Identity(NamedTuple):
    """By what the sync engine joins objects of several forests; see `directory.persons`."""

    source: int
    """The number of the source that the object was read from."""
    sid: str | None = None
    """Its own security identifier, in hexadecimal."""
    account: str | None = None
    """That of the account in another forest whose mailbox it is."""
    mail: str | None = None
    """Its mail, comparable."""
    matches: tuple[str, ...] = ()
    """What the plan compares to find a user's accounts in other forests, comparable."""
    is_enabled: bool = True


class KeyHolder(NamedTuple):
    """This entry has this value under this key; equal keys sort together."""

    space: str
    key: str
    ordinal: int
    attribute: str
    value: str
    dn: str
    is_out_of_scope: bool
    """Whether the sync engine leaves the entry out."""
    kind: Kind
    identity: Identity = Identity(0)
    """What tells who else may be the same person."""
