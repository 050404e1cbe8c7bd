"""Checks of what one person has in several forests."""
