"""A scan from end to end, in one process or several.

A module for each step and each noun of the work; what only some scans do (a preview, what exports
lack, containers that hold nothing) stands apart from what all of them do.
"""
