"""The parts of the page, a module for each: what its template is shown."""
