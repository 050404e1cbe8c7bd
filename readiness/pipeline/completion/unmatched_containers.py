"""Says which containers that a scan was asked to include or exclude hold nothing."""

from __future__ import annotations

import re
from collections import defaultdict
from difflib import get_close_matches
from typing import TYPE_CHECKING

from readiness.directory.identifiers.distinguished_name import fold_dn
from readiness.directory.objects.sync_scope import is_below

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_FIRST_NAME = re.compile(r"((?:\\.|[^\\,])*+),", re.DOTALL)
_ALIKE = 0.7
"""How alike the names of two containers are of which one may be meant."""
_CONTAINERS = 5_000
"""So many containers are compared with one that holds nothing: a hint is not worth more time."""
_DN_LENGTH = 1_000
"""In characters."""
_SAME_NAMES = 50
"""So many containers of the name that is meant are compared as a whole, which takes longer."""


def unmatched_containers(asked: Mapping[str, Sequence[str]], dns: Iterable[str]) -> Iterator[str]:
    """What to say of each container that none of these entries is in.

    `asked` are containers in lower case by the option that names them.
    """
    waiting = {container for containers in asked.values() for container in containers}
    known: dict[str, str] = {}
    for dn in dns if waiting else ():
        folded = fold_dn(dn)
        waiting -= {container for container in waiting if is_below(folded, (container,))}
        if not waiting:
            return  # as nearly always, long before the last entry
        # nobody asks for a container with a name that long, of which each above it is a copy
        for above in _containers_of(dn) if len(dn) <= _DN_LENGTH else ():
            if len(known) >= _CONTAINERS or known.setdefault(fold_dn(above), above) is not above:
                break  # and so were all above it
    for option, containers in asked.items():
        for container in filter(waiting.__contains__, containers):
            near = _nearest(container, known)
            hint = f": did you mean “{known[near]}”?" if near else ""
            yield f"{option}: nothing that was read is in “{container}”{hint}"


def _containers_of(dn: str) -> Iterator[str]:
    """The containers that an entry is in, the nearest first; not the domain."""
    while found := _FIRST_NAME.match(dn):
        dn = dn[found.end() :]
        if dn[:3].upper() == "DC=":
            return
        yield dn


def _nearest(container: str, known: Iterable[str]) -> str | None:
    """The known container that may be meant: one of the same name elsewhere, or of one like it."""
    by_name: dict[str, list[str]] = defaultdict(list)
    for dn in known:
        by_name[_name(dn)].append(dn)
    # not the whole DNs: most of each is the domain, in which all of them are alike
    names = get_close_matches(_name(container), by_name, 1, _ALIKE)
    same = by_name[names[0]][:_SAME_NAMES] if names else []
    return next(iter(get_close_matches(container, same, 1, 0)), None)


def _name(container: str) -> str:
    found = _FIRST_NAME.match(container)
    return (found[1] if found else container).partition("=")[2]
