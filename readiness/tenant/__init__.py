"""What the tenant holds already: its exports, and what becomes of each object beside them."""

NO_ROLES = "no-roles"
"""What may be assumed: that nobody whom the directory meets holds a role."""
