"""A scan from end to end, in one process or several."""
