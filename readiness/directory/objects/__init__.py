"""What an object is to the sync engine: taken in or left out, of a person, one with others."""
