"""Entries out of a live directory: what is asked for, and how."""
