"""readiness.toml: where it is found, and what it says."""
