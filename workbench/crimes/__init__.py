"""Crimes against trails: who was there, who cannot have been, and what chance alone would give."""
