"""Runs the command line as `python -m readiness`."""

from readiness.command.main import main

if __name__ == "__main__":
    main()
