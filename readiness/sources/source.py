"""Where entries come from: exports of a directory, or a directory that answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from readiness.sources.ldif.block_splitter import Block


class Partition(Protocol):
    """A portion of a source that one process reads; can be pickled."""

    def blocks(self) -> Iterator[Block]:
        """Its blocks of LDIF, in order; to be asked for once.

        Raises:
            OSError: they cannot be read.
            Unreadable: or not to their end.
        """


class Source(Protocol):
    """A directory, or an export of one."""

    @property
    def location(self) -> str:
        """What people call it: a path, `-`, or a URL without credentials."""

    @property
    def kind(self) -> str:
        """`ldif`, `csv`, `json` or `ldap`; of an export it is known once `partitions` has begun."""

    @property
    def warnings(self) -> list[str]:
        """What the reader of a report should know; grows while the source is read."""

    @property
    def declared_attributes(self) -> tuple[str, ...] | None:
        """What the source was asked for, in lower case, as it says itself once it is being read.

        `("all",)` for everything; None if it does not say.
        """

    @property
    def identity(self) -> Hashable:
        """What no other source has, by whatever path or name it is called."""

    @property
    def size(self) -> int | None:
        """The bytes that the partitions will read, where that is known."""

    def partitions(self, workers: int) -> Iterator[Partition]:
        """Divide the source so that several processes have work.

        Raises:
            SourceError: the source cannot be read, or not to its end.
        """
