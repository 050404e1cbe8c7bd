"""What is left to do of a scan when every entry has been shown to the checks."""
