"""The formats of a report: each is one function of a result and a text file.

A module a format, and what nearly all of them need: hence a few more than elsewhere.
"""
