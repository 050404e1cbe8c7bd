"""The formats of a report: each is one function of a result and a text file.

A module a format, and a few that several of them share: hence more modules than elsewhere.
"""
