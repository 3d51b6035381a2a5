"""The fictional borough of Eastmere: its ground, streets and places together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from workbench.base import InputError
from workbench.simulation.places import Place, settle
from workbench.simulation.streets import Streets, build_streets, name_streets

__all__ = ["Borough", "build_borough"]


@dataclass(frozen=True, eq=False)
class Borough:
    """Streets with their names, and the places along them.

    Attributes
    ----------
    streets : Streets
        Corners and pieces.
    street_names : tuple of str
        The name of each piece.
    places : tuple of Place
        Homes, venues, parks and stations.
    """

    streets: Streets
    street_names: tuple[str, ...]
    places: tuple[Place, ...]

    def of_kind(self, kind: str) -> tuple[Place, ...]:
        """List the places of a kind."""
        found = tuple(p for p in self.places if p.kind == kind)
        if not found:
            raise InputError(f"Eastmere has no place of kind {kind!r}.", do="See workbench.simulation.names.VENUES.")
        return found

    def nearest(self, kind: str, x: float, y: float) -> Place:
        """Give the place of a kind that is nearest to a point in metres."""
        return min(self.of_kind(kind), key=lambda p: (p.x - x) ** 2 + (p.y - y) ** 2)


@lru_cache(maxsize=8)
def build_borough(seed: int = 51) -> Borough:
    """Build the borough of Eastmere.

    Parameters
    ----------
    seed : int
        Which Eastmere; 51 is the one on the maps.
    """
    rng = np.random.default_rng([seed, 7401])
    bare = build_streets(rng)
    streets, names, places = settle(bare, name_streets(bare, rng), rng)
    return Borough(streets, tuple(names), places)
