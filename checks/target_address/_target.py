"""What the checks of targetAddress share."""

from __future__ import annotations

from readiness import PLAIN_ADDRESS

PLAIN = rf"(?:SMTP|smtp):{PLAIN_ADDRESS}(?<=\.[Cc][Oo][Mm])"
"""Ordinary SMTP addresses below com, where nearly all mailboxes in the cloud are."""
