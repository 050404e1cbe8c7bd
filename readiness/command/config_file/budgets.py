"""Reads how many findings the gate allows: a number, or a share of the objects in scope."""

from __future__ import annotations

import re
from decimal import Decimal

from readiness.gating.gate import Budget

FORM = "a number, such as 50, or a share of at most 100 %, such as 2%"
"""How a budget is written."""
# no directory has so many findings, and Python refuses to read a number of 4,300 digits
_MOST = 10**12
_NUMBER = re.compile(r"\d{1,12}", re.ASCII)
_SHARE = re.compile(r"(\d{1,3}(?:\.\d{1,12})?)\s*%", re.ASCII)
_SHARE_MAX = 100


def budget_of(target: str, value: object) -> Budget | None:
    """The budget that somebody wrote as 50, "50" or "2%"; None if it is none."""
    if isinstance(value, int) and not isinstance(value, bool):  # to Python, True is the number 1
        return Budget(target, value) if 0 <= value < _MOST else None
    text = value.strip() if isinstance(value, str) else ""
    if _NUMBER.fullmatch(text):
        return Budget(target, int(text))
    share = _SHARE.fullmatch(text)
    if share is None or Decimal(share[1]) > _SHARE_MAX:
        return None
    return Budget(target, Decimal(share[1]), is_share=True)
