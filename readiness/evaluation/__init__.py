"""Which checks see which entries, and what they say.

More than nine modules, since each step of a batch is one: scope, derived attributes, prefilter,
checks that live elsewhere, proposals, statistics.
"""
