"""A live directory on the command line: the way to it, the password, the doctor, and a copy."""
