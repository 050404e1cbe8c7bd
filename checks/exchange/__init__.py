"""What Exchange left in the directory."""
