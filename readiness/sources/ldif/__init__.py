"""Entries out of LDIF: blocks, batches, records.

More modules than usual: there are three readers (compiled, by patterns, record by record) and one
that chooses, so that each can be held against the others.
"""
