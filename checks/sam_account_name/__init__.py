"""The logon name of older Windows systems."""
