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
    parts = [check, entry, attribute.lower(), (value or "").strip().lower()]
    if occurrence:
        parts.append(str(occurrence))
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "backslashreplace"))
    return f"v1:{digest.hexdigest()[:32]}"


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
        key = (attribute.lower(), (value or "").strip().lower())
        occurrence = self._seen.get(key, 0)
        self._seen[key] = occurrence + 1
        return fingerprint(check, entry, attribute, value, occurrence=occurrence)
