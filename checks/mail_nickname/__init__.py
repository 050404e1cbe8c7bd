"""The Exchange alias, of which the cloud builds addresses."""
