"""What an object becomes in the cloud, and what it meets there: pure functions.

A module for each thing that is predicted, and two for what they are predicted of; together they are
the order of Microsoft's own steps, so none is left out and none is merged.
"""
