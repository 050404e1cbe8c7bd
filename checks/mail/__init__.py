"""The mail address of an object, and whether anyone else has it."""
