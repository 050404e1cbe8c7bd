"""Names the variables of the environment that look like ours, and are not."""

from __future__ import annotations

import os
from difflib import get_close_matches
from typing import TYPE_CHECKING

from readiness.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PREFIX = "READINESS_"
SECRETS = ("READINESS_PASSWORD", "READINESS_REDACT_KEY")
"""Variables that stand for no option, since an argument can be seen by everybody."""
_NEAR = 0.8
"""How alike names are that mean the same: FAILON and FAIL_ON, but not VERSION and VERBOSE."""


def unknown_variables(known: Iterable[str]) -> Iterator[str]:
    """Warn of variables that begin like ours; they may well be somebody else's.

    Raises:
        UsageError: one is surely ours, and misspelt: what it should say would be ignored.
    """
    ours = {name.removeprefix(_PREFIX) for name in (*known, *SECRETS)}
    for name in sorted(os.environ):
        short = name.removeprefix(_PREFIX)
        if short in (name, *ours):
            continue
        near = get_close_matches(short, ours, 1, _NEAR)
        if near:
            raise UsageError(f"the variable {name} is unknown: did you mean {_PREFIX}{near[0]}?")
        yield f"the variable {name} is unknown, and ignored"
