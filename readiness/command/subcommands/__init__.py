"""The commands, each a function that `readiness.command.cli` loads when it is asked for."""
