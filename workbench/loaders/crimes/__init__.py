"""Crimes from files: the police batch with its rules, and tables whose columns a profile names."""
