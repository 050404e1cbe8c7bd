"""What each object in scope will be in the cloud: predicted, compared and joined during a scan."""
