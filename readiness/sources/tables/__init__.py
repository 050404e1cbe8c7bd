"""Exports that are tables, as csvde and PowerShell write them, made into blocks of LDIF."""
