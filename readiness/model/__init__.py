"""The nouns of a scan, frozen."""
