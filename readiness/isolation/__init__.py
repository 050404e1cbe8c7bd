"""Runs checks that are not built in, in a process of their own: they may fail, the scan may not."""
