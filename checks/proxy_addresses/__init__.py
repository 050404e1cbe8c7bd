"""All the addresses at which an object is reached."""
