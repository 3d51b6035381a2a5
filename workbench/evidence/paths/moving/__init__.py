"""One step of the path engine."""
