"""The name that people sign in with."""
