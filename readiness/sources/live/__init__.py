"""Entries out of a live directory: what is asked for, and what was not shown.

Ten modules: options and search_plan say what is asked; live_directory, forest and forest_reader
who answers; paged_search, ranged_values and ldap_source how it arrives; coverage and gaps what is
missing.
"""
