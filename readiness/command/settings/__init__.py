"""What was asked for: options, environment and readiness.toml, checked and made one record."""
