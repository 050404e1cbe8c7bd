"""Says which containers that a scan was asked to include or exclude hold nothing."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from readiness.directory.distinguished_name import fold_dn
from readiness.directory.sync_scope import is_below

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_FIRST_NAME = re.compile(r"(?:\\.|[^\\,])*+,", re.DOTALL)
_CONTAINERS = 5_000
"""So many containers are compared with one that holds nothing: a hint is not worth more time."""


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
        if len(known) < _CONTAINERS:
            known.setdefault(_FIRST_NAME.sub("", folded, count=1), _FIRST_NAME.sub("", dn, count=1))
    for option, containers in asked.items():
        for container in filter(waiting.__contains__, containers):
            near = get_close_matches(container, known, 1)
            hint = f": did you mean “{known[near[0]]}”?" if near else ""
            yield f"{option}: nothing that was read is in “{container}”{hint}"
