"""What goes for objects of every kind."""
