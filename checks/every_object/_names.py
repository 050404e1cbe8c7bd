"""What the name of an object tells of its fate."""

from __future__ import annotations

_ELSEWHERE = "(?!(?i:CN=LostAndFound,DC=))"
PLAIN = (
    rf"[^,\n\\]*+(?:\\[^0\n]{_ELSEWHERE}[^,\n\\]*+)*+"  # the name, with escapes but no line feed
    rf"(?:,{_ELSEWHERE}[^,\n]*+)*+"
)
"""The DN of an object that neither lost a replication conflict nor lies in LostAndFound."""
