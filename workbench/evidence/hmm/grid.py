"""The square grid on which every possible path is tried."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from workbench.base import InputError
from workbench.evidence.parameters import CELL_M, MARGIN_M, MAX_CELLS

__all__ = ["Grid", "cells_for", "choose_grid"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Grid:
    """A grid of square cells in local metres.

    Parameters
    ----------
    x0_m, y0_m : float
        South-west corner.
    cell_m : float
        Side of a cell.
    nx, ny : int
        Cells east and north.
    """

    x0_m: float
    y0_m: float
    cell_m: float
    nx: int
    ny: int

    @property
    def shape(self) -> tuple[int, int]:
        """Rows (north) and columns (east)."""
        return self.ny, self.nx

    def in_cells(self, x_m: ArrayLike, y_m: ArrayLike) -> tuple[Floats, Floats]:
        """Turn metres into cells: whole numbers are the centres of cells."""
        x, y = np.asarray(x_m, float), np.asarray(y_m, float)
        return (x - self.x0_m) / self.cell_m - 0.5, (y - self.y0_m) / self.cell_m - 0.5

    def centres(self) -> tuple[Floats, Floats]:
        """Give the centres of all cells in metres, each of the grid's shape."""
        x = self.x0_m + (np.arange(self.nx) + 0.5) * self.cell_m
        y = self.y0_m + (np.arange(self.ny) + 0.5) * self.cell_m
        across, up = np.meshgrid(x, y)
        return across, up

    def coarser(self, middle: shapely.Point, factor: float = 2.0) -> Grid:
        """Give a grid of larger cells over the same area, with the centre of a cell in the middle given."""
        cell = self.cell_m * factor
        left, right = (int(np.ceil(d / cell - 0.5)) for d in (middle.x - self.x0_m, self.x0_m + self.nx * self.cell_m - middle.x))
        down, up = (int(np.ceil(d / cell - 0.5)) for d in (middle.y - self.y0_m, self.y0_m + self.ny * self.cell_m - middle.y))
        return Grid(middle.x - (left + 0.5) * cell, middle.y - (down + 0.5) * cell, cell, left + right + 1, down + up + 1)

    def cells_in(self, shape: shapely.Geometry) -> NDArray[np.bool_]:
        """Mark the cells whose centre lies in a region; a region smaller than a cell gets the cell it lies in."""
        x, y = self.centres()
        mask = np.asarray(shapely.intersects_xy(shape, x, y), bool)
        if not mask.any():
            at = shape.representative_point()
            cx, cy = self.in_cells(at.x, at.y)
            row, column = round(float(cy)), round(float(cx))
            if not (0 <= row < self.ny and 0 <= column < self.nx):
                raise InputError("The region lies outside the grid.", where="shape", do="Choose the grid around the region.")
            mask[row, column] = True
        return mask


def cells_for(steps: int) -> int:
    """Say how many cells a model of so many steps may have, so that long claims do not take for ever."""
    # Halving the side of a cell hardly changes an answer.
    return int(np.clip(MAX_CELLS * 120 / steps, MAX_CELLS / 4, MAX_CELLS))


def choose_grid(
    x_m: ArrayLike,
    y_m: ArrayLike,
    shape: shapely.Geometry,
    *,
    room: shapely.Geometry | None = None,
    ring_m: float = 250.0,
    cell_m: float | None = None,
    margin_m: float = MARGIN_M,
    max_cells: int = MAX_CELLS,
    middle: shapely.Point | None = None,
) -> Grid:
    """Lay a grid over the fixes and the region, with room around."""
    # The size of a region is the diameter of the circle of its area.
    if shape.is_empty or not shape.area > 0:
        raise InputError("The region has no area.", where="shape", do="Give a polygon, or a point with a radius.")
    size = 2.0 * float(np.sqrt(shape.area / np.pi))
    west, south, east, north = shapely.bounds((shape if room is None else room).buffer(ring_m))
    x, y = np.append(np.asarray(x_m, float), [west, east]), np.append(np.asarray(y_m, float), [south, north])
    west, east = float(x.min()) - margin_m, float(x.max()) + margin_m
    south, north = float(y.min()) - margin_m, float(y.max()) + margin_m
    cell = cell_m or round(float(np.clip(size / 5.0, *CELL_M)), 1)
    cell = max(cell, float(np.sqrt((east - west) * (north - south) / max_cells)))
    middle = shape.centroid if middle is None else middle
    left, right = int(np.ceil((middle.x - west) / cell)), int(np.ceil((east - middle.x) / cell))
    down, up = int(np.ceil((middle.y - south) / cell)), int(np.ceil((north - middle.y) / cell))
    return Grid(middle.x - (left + 0.5) * cell, middle.y - (down + 0.5) * cell, cell, left + right + 1, down + up + 1)
