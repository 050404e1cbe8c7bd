"""Exports of a tenant, in whatever form a tool writes them, as objects with Graph's names."""
