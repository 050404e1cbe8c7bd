"""Contacts and how they arrive."""
