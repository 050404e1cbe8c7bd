"""Numbers and their words, as every text that people read has them."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """A number and its noun: `1 finding`, `1,200 findings`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def verb(number: int, singular: str, plural: str) -> str:
    """The verb that goes with a number: `has` or `have`."""
    return singular if number == 1 else plural
