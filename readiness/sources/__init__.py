"""Where entries come from: exports and live directories."""
