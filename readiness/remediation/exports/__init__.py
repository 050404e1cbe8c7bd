"""A repair plan for people and for other tools, and what comes back from them."""
