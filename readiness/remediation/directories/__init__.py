"""What a plan may meet: a live directory, an export of one, and one that only remembers."""
