"""The attribute that people sign in with instead of the userPrincipalName."""
