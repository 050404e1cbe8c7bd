"""Which checks see which entries, and what they say."""
