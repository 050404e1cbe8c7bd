"""What the tenant holds already: its exports, and what becomes of each object beside them."""
