"""Where crimes happened: degrees or British grid, and how well each place is known."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.geo import british_grid_to_degrees, distance_m
from workbench.loaders.extent import in_uk
from workbench.loaders.values import numbers, texts

__all__ = ["POINT_M", "Sites", "sites_of"]

Floats = NDArray[np.float64]
POINT_M = 10.0
"""Metres per axis, assumed where nobody says how well a place is known: a front door stands for a house."""
_SHIFT_M = 3.5
"""The most that the conversion from the British grid is off without the national shift grid, metres."""
_DATUM_M = 93.0
"""Degrees on OSGB36 lie 95 to 131 m from the same degrees on WGS 84: so much on each axis where the file may mean them."""
_DEGREE_M = 111_195.0
_COARSE = 4
_AGREE_M = 250.0
"""Two ways of writing one place differ by the datum, the shift grid and rounding, not by more than this."""


class Sites(NamedTuple):
    """Degrees (NaN where missing or unreadable), metres per axis, sentences for the report, and which rows give two places."""

    lon: Floats
    lat: Floats
    error_m: Floats
    notes: list[str]
    apart: NDArray[np.bool_]


def sites_of(rows: pd.DataFrame, name: str, *, point_m: float | None = None) -> Sites:
    """Read the places of crimes."""
    # A rounded number is spread evenly over its step, whose standard deviation is the step over the square root of 12.
    size = len(rows)
    lat, lon, grid_e, grid_n = (_number(rows, key) for key in ("lat", "lon", "easting", "northing"))
    for a, b in ((lat, lon), (grid_e, grid_n)):
        # Two noughts stand for none; the other pair may still be there.
        none = (a == 0) & (b == 0) & np.isfinite(lat + lon) & np.isfinite(grid_e + grid_n)
        a[none] = b[none] = np.nan
    apart, said = _apart(lon, lat, grid_e, grid_n, name)
    gridded = ~(np.isfinite(lat) & np.isfinite(lon)) & np.isfinite(grid_e) & np.isfinite(grid_n)
    notes = said
    variance = np.zeros(size)
    if gridded.any():
        lon[gridded], lat[gridded] = british_grid_to_degrees(grid_e[gridded], grid_n[gridded])
        lon[~np.isfinite(lon)], lat[~np.isfinite(lat)] = np.nan, np.nan
        variance[gridded] += _SHIFT_M**2 + _coarse_grid(grid_e[gridded], grid_n[gridded]) ** 2 / 12
        notes.append(
            f"{name}: {int(gridded.sum()):,} places were converted from the British grid (EPSG:27700) to WGS 84 without "
            f"the national shift grid: up to {_SHIFT_M:g} m off, counted in location_error_m."
        )
    if not gridded.all() and {"lat", "lon"} <= set(rows):
        step = _coarse_degrees(rows["lat"], rows["lon"])
        variance[~gridded] += (step[~gridded] * _DEGREE_M) ** 2 / 12
    variance[~(np.isfinite(lon) & np.isfinite(lat))] = 0.0
    rounded = variance > (_SHIFT_M + 5) ** 2
    if rounded.any():
        least = 2 * np.sqrt(3 * variance[rounded].min())
        notes.append(f"{name}: {int(rounded.sum()):,} places are rounded to {least:,.0f} m or more, counted in location_error_m.")
    if "doubtful_datum" in rows and rows["doubtful_datum"].any():
        doubtful = rows["doubtful_datum"].to_numpy(bool)
        variance[doubtful] += _DATUM_M**2
        notes.append(
            f"{name}: {int(doubtful.sum()):,} places in degrees do not state WGS84 as their datum; on OSGB36 they would "
            f"lie 95 to 131 m away, so {_DATUM_M:g} m on each axis were counted in location_error_m."
        )
    stated = _number(rows, "location_error_m")
    known = np.isfinite(stated) & (stated >= 0)
    base = np.where(known, stated, POINT_M if point_m is None else point_m)
    if not known.all() and size:
        word = "is assumed" if point_m is None else "is assumed, as the profile says"
        notes.append(
            f"{name}: the file does not say how well {'all of ' if known.any() else ''}the places are known; "
            f"{POINT_M if point_m is None else point_m:g} m on each axis {word}."
        )
    return Sites(lon, lat, np.sqrt(base**2 + variance), notes, apart)


def _apart(lon: Floats, lat: Floats, east: Floats, north: Floats, name: str) -> tuple[NDArray[np.bool_], list[str]]:
    """Find rows whose degrees and British grid are two places; degrees outside Great Britain are not held against its grid."""
    both = np.isfinite(lon + lat) & np.isfinite(east + north) & in_uk(lon, lat)
    found = np.zeros(len(lon), bool)
    if not both.any():
        return found, []
    there = british_grid_to_degrees(east[both], north[both])
    metres = np.nan_to_num(distance_m(lon[both], lat[both], *np.nan_to_num(there, posinf=0.0, neginf=0.0)), nan=np.inf)
    found[both] = metres > _AGREE_M + _coarse_grid(east[both], north[both])
    if not found.any():
        return found, []
    furthest = f"{metres[found[both]].max() / 1000:,.1f} km"
    return found, [
        f"{name}: the degrees and the British grid of {int(found.sum()):,} crimes disagree, by up to {furthest}; "
        "it is not known which is true, and they were set aside."
    ]


def _number(rows: pd.DataFrame, key: str) -> Floats:
    return numbers(rows[key])[0] if key in rows else np.full(len(rows), np.nan)


def _coarse_grid(east: Floats, north: Floats) -> Floats:
    """Give the step in metres to which both numbers of a pair are rounded: 0, 10, 100, 1,000 or 10,000."""
    step = np.zeros(len(east))
    for size in (10.0, 100.0, 1_000.0, 10_000.0):
        step[(east % size == 0) & (north % size == 0)] = size
    return step


def _coarse_degrees(lat: pd.Series, lon: pd.Series) -> Floats:
    """Give the step in degrees to which both numbers of a pair are rounded; 0 for five decimals and more."""
    most = np.maximum(_decimals(lat), _decimals(lon))
    return np.where(most <= _COARSE, 10.0**-most, 0.0)


def _decimals(values: pd.Series) -> Floats:
    tail = pd.Series(texts(values).to_pandas(), dtype="str").str.extract(r"[.,](\d+)\D*$", expand=False)
    return tail.str.len().fillna(0).to_numpy(np.float64)
