"""A result as plain data, with the names and the order of the JSON report."""
