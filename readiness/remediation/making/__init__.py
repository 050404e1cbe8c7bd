"""From what a scan found to a repair plan.

There are more modules than in other packages: each is one step of the way.
"""
