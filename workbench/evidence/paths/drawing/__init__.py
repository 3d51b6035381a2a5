"""Paths drawn backwards through a forward sweep."""
