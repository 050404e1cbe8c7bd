"""What Active Directory and Entra ID say about values.

A module for each kind of value; the field has so many, and each has rules and sources of its own.
"""
