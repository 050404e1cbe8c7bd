"""A finding's identity across runs, which tells nothing about the person."""

from __future__ import annotations

from hashlib import sha256

_OCTETS = 16
_DIGITS = 2 * _OCTETS


def fingerprint(
    check: str, entry: str, attribute: str, value: str | None, *, occurrence: int = 0
) -> str:
    """The fingerprint of a finding, `v1:` and 32 hexadecimal digits.

    `entry` is the objectGUID of the entry, so that the fingerprint survives a renamed OU, or its
    DN in lower case where there is none. Wording and letter case do not matter. `occurrence`
    tells findings apart that have all else in common, by their number and not by their words.
    """
    # NUL parts the fields, so that those of two findings do not run into each other
    text = f"{check}\0{entry}\0{attribute.lower()}\0{(value or '').strip().lower()}"
    if occurrence:
        text += f"\0{occurrence}"
    return f"v1:{sha256(text.encode('utf-8', 'backslashreplace')).hexdigest()[:_DIGITS]}"


def digest_of(fingerprint: str) -> bytes:
    """The 16 octets of a fingerprint: a third of the memory of its text.

    Raises:
        ValueError: it is of another version, or none.
    """
    version, _, digits = fingerprint.partition(":")
    digest = bytes.fromhex(digits)
    if version != "v1" or len(digest) != _OCTETS:
        raise ValueError(f"{fingerprint} is no fingerprint of version 1")
    return digest


class Occurrences:
    """Numbers findings with one fingerprint, which come in the order of the report."""

    def __init__(self) -> None:
        """Begin with the first finding."""
        self._entry: tuple[str, str] | None = None
        self._seen: dict[str, int] = {}

    def of(self, check: str, entry: str, first: str) -> int:
        """The number of findings before this one that have this fingerprint, too.

        What a check says of one entry is in a row.
        """
        if (check, entry) != self._entry:
            self._entry = (check, entry)
            self._seen = {first: 0}
            return 0
        self._seen[first] = number = self._seen.get(first, -1) + 1
        return number
