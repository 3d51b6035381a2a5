"""Places as people type them."""
