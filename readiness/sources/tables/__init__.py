"""Exports that are tables, as csvde and PowerShell write them, made into blocks of LDIF.

A module for each form, and for each of what forms have in common: rows, JSON, dates, names.
"""
