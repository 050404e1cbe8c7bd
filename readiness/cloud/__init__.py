"""What an object of the directory becomes in the cloud: pure functions of an entry and a plan."""
