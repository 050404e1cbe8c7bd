"""What the checks of mail share."""

from __future__ import annotations

from readiness import PLAIN_ADDRESS

PLAIN = rf"(?!(?s:.{{65}})){PLAIN_ADDRESS}"
"""Ordinary addresses; so short that no label of the domain can be too long."""
