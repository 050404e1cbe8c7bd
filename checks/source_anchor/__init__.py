"""What ties an object to its twin in the cloud."""
