"""Hiding people in what is written."""
