"""What Active Directory and Entra ID say about values, and about the objects that hold them."""
