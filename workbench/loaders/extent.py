"""Where positions lie: impossible ones, the null island, and axes that were swapped."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from workbench.base.errors import InputError

__all__ = ["check_axes", "position_reasons"]

Floats = NDArray[np.float64]
_UK = (-9.0, 2.6, 49.0, 61.5)
_MOST = 0.5


def check_axes(lon: Floats, lat: Floats, *, uk: bool, confirmed: bool, name: str) -> list[str]:
    """Refuse swapped axes with a hint, and say how many positions lie outside the United Kingdom where it is expected."""
    # Swapped when most latitudes are beyond 90 degrees and swapping cures them, or when most positions lie in the United
    # Kingdom only after swapping.
    there = np.isfinite(lon) & np.isfinite(lat) & ~((lon == 0) & (lat == 0))
    x, y = lon[there], lat[there]
    if not len(x):
        return []
    beyond = (np.abs(y) > 90) & (np.abs(x) <= 90) & (np.abs(y) <= 180)
    here, turned = _inside(x, y), _inside(y, x)
    if beyond.mean() > _MOST or (turned.mean() > _MOST and here.mean() < 0.1 and (uk or not confirmed)):
        raise InputError(
            f"Longitude and latitude look swapped: the first position is latitude {y[0]:g}, longitude {x[0]:g}.",
            where=name,
            do="Say which is which with columns={'lat': ..., 'lon': ...}; a person who knows that they are right can name "
            "them the same way, or give profile=.",
        )
    outside = int((~here).sum())
    return [f"{name}: {outside:,} positions lie outside the United Kingdom."] if uk and outside else []


def _inside(lon: Floats, lat: Floats) -> NDArray[np.bool_]:
    return (lon >= _UK[0]) & (lon <= _UK[1]) & (lat >= _UK[2]) & (lat <= _UK[3])


def position_reasons(lon: Floats, lat: Floats) -> list[tuple[NDArray[np.bool_], str]]:
    """List the reasons why a position cannot be used, each with the rows it applies to."""
    with np.errstate(invalid="ignore"):
        return [
            (~np.isfinite(lon) | ~np.isfinite(lat), "its position is missing or cannot be read"),
            (np.abs(lat) > 90, "its latitude is beyond 90 degrees"),
            (np.abs(lon) > 180, "its longitude is beyond 180 degrees"),
            ((lon == 0) & (lat == 0), "its position is 0, 0, which stands for none"),
        ]
