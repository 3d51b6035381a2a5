"""Ways along the streets: the corners a walker or a driver passes between two places."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from workbench.base.errors import InputError
from workbench.simulation.borough import Borough
from workbench.simulation.streets import KINDS, network

__all__ = ["Router", "build_router"]

_DRIVE_MPS = (6.5, 9.0, 1.0, 9.0, 3.0)


@dataclass(frozen=True, eq=False)
class Router:
    """One person's ways through the borough, with a liking for some streets.

    Attributes
    ----------
    walking, driving : scipy.sparse.csr_array
        Costs from corner to corner.
    known : dict
        Ways already found, by manner and first corner.
    """

    walking: csr_array
    driving: csr_array
    known: dict[tuple[str, int], NDArray[np.int32]] = field(default_factory=dict, repr=False)

    def way(self, manner: str, start: int, end: int) -> list[int]:
        """List the corners from start to end."""
        key = (manner, start)
        if key not in self.known:
            matrix = self.walking if manner == "walk" else self.driving
            _, before = dijkstra(matrix, indices=start, return_predecessors=True)
            self.known[key] = before
        before = self.known[key]
        way = [end]
        while way[-1] != start:
            previous = int(before[way[-1]])
            if previous < 0:
                raise InputError(
                    f"There is no way from corner {start} to corner {end} for a person who would {manner}.",
                    do="Choose corners of the same network; corners in alleys cannot be reached by car.",
                )
            way.append(previous)
        return way[::-1]


def build_router(borough: Borough, rng: np.random.Generator) -> Router:
    """Make the router of one person."""
    # Source: Dijkstra's algorithm (SciPy) on lengths spread by a lognormal factor of 0.15.
    streets = borough.streets
    length = streets.length_m * rng.lognormal(0.0, 0.15, len(streets.a))
    everything = np.ones(len(length), bool)
    cars = streets.kind != KINDS.index("alley")
    seconds = length / np.array(_DRIVE_MPS)[streets.kind]
    return Router(network(streets, length, everything), network(streets, seconds, cars))
