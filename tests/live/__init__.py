"""Tests that talk to real directory servers."""
