"""The objects of a directory on their way to a tenant."""
