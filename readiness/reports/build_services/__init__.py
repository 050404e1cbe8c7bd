"""Annotations as each build service shows them beside a job."""
