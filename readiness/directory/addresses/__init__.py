"""Addresses, sign-in names and their domains: what they may be, and how they compare."""
