"""The built-in checks, one folder for each topic."""
