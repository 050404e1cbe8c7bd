"""What the partitions of the sources hold, what became of each, and what follows for a scan."""
