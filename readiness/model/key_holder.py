"""An entry that holds a key: what a comparison is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from readiness.model.entry import Kind


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
