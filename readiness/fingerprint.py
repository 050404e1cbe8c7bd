"""A finding's identity across runs, which tells nothing about the person."""

from __future__ import annotations

import hashlib


def fingerprint(check: str, entry: str, attribute: str, value: str | None) -> str:
    """The fingerprint of a finding, `v1:` and 32 hexadecimal digits.

    `entry` is the objectGUID of the entry, so that the fingerprint survives a renamed OU, or its
    DN in lower case where there is none. Wording and letter case do not matter.
    """
    parts = "\0".join((check, entry, attribute.lower(), (value or "").strip().lower()))
    return f"v1:{hashlib.sha256(parts.encode('utf-8', 'backslashreplace')).hexdigest()[:32]}"
