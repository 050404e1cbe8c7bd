"""A finding's identity across runs, which tells nothing about the person."""

from __future__ import annotations

import hashlib


def fingerprint(
    check: str, entry: str, attribute: str, value: str | None, *, occurrence: int = 0
) -> str:
    """The fingerprint of a finding, `v1:` and 32 hexadecimal digits.

    `entry` is the objectGUID of the entry, so that the fingerprint survives a renamed OU, or its
    DN in lower case where there is none. Wording and letter case do not matter. `occurrence`
    tells findings apart that have all else in common, by their number and not by their words.
    """
    return _digest(check, entry, _folded(attribute, value), occurrence)


def _folded(attribute: str, value: str | None) -> tuple[str, str]:
    return attribute.lower(), (value or "").strip().lower()


def _digest(check: str, entry: str, folded: tuple[str, str], occurrence: int) -> str:
    last = (str(occurrence),) if occurrence else ()
    text = "\0".join((check, entry, *folded, *last))
    return f"v1:{hashlib.sha256(text.encode('utf-8', 'backslashreplace')).hexdigest()[:32]}"


class Fingerprints:
    """Fingerprints for findings that come in the order of the report."""

    def __init__(self) -> None:
        """Begin with the first finding."""
        self._entry = ("", "")
        self._seen: dict[tuple[str, str], int] = {}

    def of(self, check: str, entry: str, attribute: str, value: str | None) -> str:
        """The fingerprint of the next finding; what a check says of one entry is in a row."""
        if (check, entry) != self._entry:
            self._entry = (check, entry)
            self._seen.clear()
        folded = _folded(attribute, value)
        occurrence = self._seen.get(folded, 0)
        self._seen[folded] = occurrence + 1
        return _digest(check, entry, folded, occurrence)
