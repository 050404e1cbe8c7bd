"""Entries by attribute: batches of columns, compiled where there is a compiler."""
