"""Carries out a repair plan in a live directory, and takes it back."""
