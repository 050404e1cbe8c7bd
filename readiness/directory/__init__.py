"""What Active Directory and Entra ID say about values."""
