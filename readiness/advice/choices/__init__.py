"""What there is to choose before the first sync: anchor, identity model, sync tool, suffixes."""
