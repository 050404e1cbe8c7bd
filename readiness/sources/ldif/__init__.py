"""Entries out of LDIF: blocks, batches, records."""
