"""What the tenant holds already."""
