"""Positions on the ground: projections into local metres and geocentric distances."""
