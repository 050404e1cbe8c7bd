"""What becomes of each object of a directory beside those of the tenant."""
