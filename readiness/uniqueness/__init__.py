"""Who shares a key with whom."""
