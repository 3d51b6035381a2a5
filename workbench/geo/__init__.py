"""Positions on the ground: what a person types, projections into local metres and geocentric distances."""
