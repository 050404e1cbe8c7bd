"""Repairing a directory: a plan that people review, applied exactly as saved, undone exactly.

Nothing else in the project writes to a directory, and here `directories.directory_writer` alone.
"""
