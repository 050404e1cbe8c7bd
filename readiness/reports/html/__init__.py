"""The report as a page: what it is shown, how that is written, and what its script reads."""
