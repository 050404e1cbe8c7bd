"""The commands, each a function that `readiness.command.cli` loads when it is asked for.

A module holds one command, or a few that belong together, but for `repair_run`, which `apply` and
`undo` share: there are as many as commands need.
"""
