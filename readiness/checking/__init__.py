"""What a check is, where checks come from, and how one is tested."""
