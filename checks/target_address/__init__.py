"""The address to which mail of an object is forwarded."""
