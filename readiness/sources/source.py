"""Where entries come from: LDIF exports and live directories."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readiness.sources.ldif.block_splitter import Block


class Partition(Protocol):
    """A portion of a source that one process reads; can be pickled."""

    @property
    def is_kept(self) -> bool:
        """Whether its blocks can be read again where they are."""

    def blocks(self) -> Iterator[Block]:
        """Its blocks of LDIF, in order."""

    def block(self, offset: int, length: int) -> bytes:
        """One block again, if the part is kept."""


class Source(Protocol):
    """A directory, or an export of one."""

    @property
    def location(self) -> str:
        """What people call it: a path, `-`, or a URL without credentials."""

    @property
    def kind(self) -> str:
        """`ldif` or `ldap`."""

    @property
    def size(self) -> int | None:
        """The octets that `parts` will read, where that is known."""

    def partitions(self, workers: int) -> Iterator[Partition]:
        """Divide the source so that several processes have work.

        Raises:
            SourceError: the source cannot be read, or not to its end.
        """
