"""What a repair plan is, and its file."""
