"""What the identity model makes of an account's state."""
