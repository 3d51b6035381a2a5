"""Passes in which a claim is held true."""
