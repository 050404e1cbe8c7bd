"""What changed between two JSON reports: a module a format."""
