"""The security identifier of an account or group."""
