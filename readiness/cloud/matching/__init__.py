"""What an object meets in a tenant that holds objects already, and what becomes of it then."""
