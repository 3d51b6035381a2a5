"""Where positions lie: impossible ones, swapped axes, and a geometry column that must say the same."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from workbench.base import InputError
from workbench.loaders.values import plain, texts

__all__ = ["all_said", "check_axes", "check_geometry", "in_uk", "position_reasons", "swapped"]

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
    here, turned = in_uk(x, y), in_uk(y, x)
    if beyond.mean() > _MOST or (turned.mean() > _MOST and here.mean() < 0.1 and (uk or not confirmed)):
        raise InputError(
            f"Longitude and latitude look swapped: the first position is latitude {y[0]:g}, longitude {x[0]:g}.",
            where=name,
            do="Say which is which with columns={'lat': ..., 'lon': ...}; a person who knows that they are right can name "
            "them the same way, or give profile=.",
        )
    outside = int((~here).sum())
    return [f"{name}: {outside:,} positions lie outside the United Kingdom."] if uk and outside else []


def swapped(lon: Floats, lat: Floats) -> NDArray[np.bool_]:
    """Find positions that lie in the United Kingdom only with their axes exchanged, where most lie in it as written."""
    here, turned = in_uk(lon, lat), in_uk(lat, lon)
    return turned & ~here & (here.sum() > turned.sum())


def in_uk(lon: Floats, lat: Floats) -> NDArray[np.bool_]:
    """Say which positions lie in a box around the United Kingdom."""
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


_PAIR = (
    r"(?:coordinates['\"]?\s*:\s*[\[(]|POINT\s*Z?\s*\()\s*"
    r"(?P<x>[-+0-9.eE]+)\s*[, ]\s*(?P<y>[-+0-9.eE]+)"
)
_NEAR_DEG = 1e-5


def check_geometry(values: pd.Series, lon: Floats | None, lat: Floats | None, name: str) -> tuple[Floats, Floats, list[str]]:
    """Compare a geometry column with longitude and latitude."""
    # The text is matched, never evaluated.
    size = len(values)
    x, y = _points(values)
    lon = np.full(size, np.nan) if lon is None else lon
    lat = np.full(size, np.nan) if lat is None else lat
    fill = (np.isnan(lon) | np.isnan(lat)) & np.isfinite(x) & np.isfinite(y)
    with np.errstate(invalid="ignore"):
        differ = int(((np.abs(x - lon) > _NEAR_DEG) | (np.abs(y - lat) > _NEAR_DEG)).sum())
    unread = int((np.isnan(x) | np.isnan(y)).sum()) - int(values.isna().sum())
    notes = []
    if differ:
        notes.append(f"{name}: the geometry of {differ:,} rows is not where their latitude and longitude are; those were used.")
    if fill.any():
        notes.append(f"{name}: the position of {int(fill.sum()):,} rows was taken from their geometry.")
    if unread > 0:
        notes.append(f"{name}: the geometry of {unread:,} rows cannot be read as a point.")
    return np.where(fill, x, lon), np.where(fill, y, lat), notes


def all_said(values: pd.Series, lon: pd.Series, lat: pd.Series) -> bool:
    """Say whether each geometry is the first one with its own row's longitude and latitude in their place."""
    # Beginning, end and what lies between are compared byte by byte.
    if not len(values) or not all(isinstance(v.dtype, pd.StringDtype) for v in (values, lon, lat)):
        return False
    whole, x, y = (plain(v) for v in (values, lon, lat))
    if whole.null_count or x.null_count or y.null_count:
        return False
    first, a, b = (c[0].as_py() for c in (whole, x, y))
    before, found, after = first.partition(f"{a}, {b}")
    if not found or not (pc.all(pc.starts_with(whole, before)).as_py() and pc.all(pc.ends_with(whole, after)).as_py()):
        return False
    own = pc.binary_join_element_wise(x, y, pa.scalar(", ", pa.large_string()))
    least = len(before.encode()) + len(after.encode())
    if pc.any(pc.not_equal(pc.binary_length(whole), pc.add(pc.binary_length(own), least))).as_py():
        return False
    inner = pc.binary_slice(pc.cast(whole, pa.large_binary()), len(before.encode()), -len(after.encode()) or None)
    return bool(pc.all(pc.equal(inner, pc.cast(own, pa.large_binary()))).as_py())


def _points(values: pd.Series) -> tuple[Floats, Floats]:
    first = next((v for v in values if v is not None and v == v), None)
    if isinstance(first, bytes):
        import shapely

        points = shapely.from_wkb(values.to_numpy(), on_invalid="ignore")
        flat = np.where(shapely.get_type_id(points) == 0, points, None)
        return shapely.get_x(flat), shapely.get_y(flat)
    pair = pc.extract_regex(texts(values), _PAIR)
    return _float(pc.struct_field(pair, "x")), _float(pc.struct_field(pair, "y"))


def _float(column: pa.ChunkedArray) -> Floats:
    try:
        return np.array(pc.cast(column, pa.float64()).to_numpy(), np.float64)
    except pa.ArrowInvalid:
        return pd.to_numeric(pd.Series(column.to_pandas()), errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
