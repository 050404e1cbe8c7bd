"""Accounts that serve a system, and nobody in the cloud."""
