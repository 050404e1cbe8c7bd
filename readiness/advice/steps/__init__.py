"""The action plan: what is in the way of objects, what to decide about it, and in which order."""
