"""Who does the work of a scan: one process or several, what each is told, and what it does."""
