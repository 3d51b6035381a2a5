"""The one reader for the places a person types: degrees, British grid and known names, checked and said back in words.

Numbers handed over as a pair are (longitude, latitude), as everywhere in the workbench; in a text people write latitude first.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from workbench.base import InputError
from workbench.geo.geocentric import MEAN_RADIUS_M
from workbench.geo.projection import british_grid_to_degrees
from workbench.geo.typed_degrees import WRITE_PLACE, Reading, read_place_text

__all__ = ["FAR_KM", "TypedPlace", "check_bounds", "nearest_km", "place_words", "read_place", "stated_position"]

FAR_KM = 100.0
"""A place further than this from every fix is more often a slip of the pen than a claim; it has to be confirmed."""

_UK = (-9.0, 2.6, 49.0, 61.5)  # west, east, south, north, degrees: only decides which axis is which where no fixes do
_GLANCE = 64
_LONGEST_LIST = 5
Floats = NDArray[np.float64]
Positions = tuple[ArrayLike, ArrayLike] | None
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class TypedPlace:
    """A place as it was understood.

    Attributes
    ----------
    lon, lat : float
        WGS 84 degrees.
    said : str
        The place in words, with latitude and longitude named.
    warning : str
        What had to be decided in reading it; empty where nothing had.
    radius_m : float or None
        Radius of a known place, metres.
    row : pandas.Series or None
        The row of the known place, with its geometry if it has one.
    """

    lon: float
    lat: float
    said: str
    warning: str = ""
    radius_m: float | None = None
    row: pd.Series | None = None


def read_place(
    value: object, *, known: Sequence[pd.DataFrame] = (), fixes: Positions = None, far_ok: bool = False, name: str = "place"
) -> TypedPlace:
    """Read one place as a person types it, or refuse it with what to write.

    Parameters
    ----------
    value : str or (lon, lat)
        Text: latitude and longitude in degrees, or degrees, minutes and seconds, with or without letters; a British grid
        reference; eastings and northings; the name, address or postcode of a known place.
    known : sequence of pandas.DataFrame
        Tables with a ``name`` and ``lon, lat`` (and perhaps ``radius_m``) or ``geometry``: gazetteers, places, zones.
    fixes : (lon, lat) of array_like, optional
        Where the tag was, degrees: settles which number is which, and asks about a place far from all of it.
    far_ok : bool
        Whether a place more than 100 km from every fix is meant.
    name : str
        What the place is called in an error.
    """
    if isinstance(value, str):
        found = _known(value, known, name)
        if found is None:
            found = _from_text(value, read_place_text(value, name), fixes, bool(known), name)
    else:
        lon, lat = _pair(value, name)
        found = TypedPlace(lon, lat, place_words(lon, lat))
    area = None if found.row is None else found.row.get("geometry")
    bounds = (found.lon, found.lat) * 2 if area is None else area.bounds
    check_bounds(bounds, fixes=fixes, far_ok=far_ok, certain=isinstance(value, str), name=name)
    return found


def stated_position(text: str, *, name: str = "place") -> tuple[float, float] | None:
    """Give the longitude and latitude that a text states by itself, degrees; None where it is a name, if anything.

    Parameters
    ----------
    text : str
        As for :func:`read_place`.
    name : str
        What the place is called in an error.
    """
    if read_place_text(text, name).kind == "name":
        return None
    found = read_place(text, name=name)
    return found.lon, found.lat


def check_bounds(
    bounds: Sequence[float],
    *,
    fixes: Positions = None,
    far_ok: bool = False,
    certain: bool = False,
    within_m: float = 0.0,
    name: str = "place",
) -> None:
    """Refuse a place that cannot be, that looks swapped, that stands for none, or that lies far from all fixes.

    Parameters
    ----------
    bounds : (west, south, east, north)
        WGS 84 degrees; of a point, twice the same.
    fixes : (lon, lat) of array_like, optional
        Where the tag was, degrees.
    far_ok : bool
        Whether a place more than 100 km from every fix is meant.
    certain : bool
        Whether it was said which number is which.
    within_m : float
        How far around it still counts as the place, metres.
    name : str
        What the place is called in an error.
    """
    west, south, east, north = (float(value) for value in bounds)
    lon, lat = (west + east) / 2, (south + north) / 2
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise InputError("The place has no position.", where=name, do=WRITE_PLACE)
    if max(abs(west), abs(south), abs(east), abs(north)) < 1e-9:
        raise InputError("The place is 0, 0, which stands for none.", where=name, do=WRITE_PLACE)
    can_turn = max(abs(west), abs(east)) <= 90 and max(abs(south), abs(north)) <= 180
    if max(abs(south), abs(north)) > 90 or max(abs(west), abs(east)) > 180:
        if can_turn:
            raise _swapped(lon, lat, name)
        metres = "British grid metres are read as a text: 'TQ 30000 80000', or 'E 530000 N 180000'."
        raise InputError(
            f"{lon:g}, {lat:g} is not in degrees of longitude and latitude.",
            where=name,
            do=metres if max(abs(east), abs(north)) > 1000 else WRITE_PLACE,
        )
    away = None if fixes is None else nearest_km((west, south, east, north), *fixes)
    if not certain and can_turn and _looks_swapped((west, south, east, north), away, fixes):
        raise _swapped(lon, lat, name)
    if away is not None and away - within_m / 1000 > FAR_KM and not far_ok:
        raise InputError(
            f"The place ({place_words(lon, lat)}) lies {away:,.0f} km from every fix.",
            where=name,
            do="Check it. If it is meant, say so: far_ok=True in the claim, --far-ok on the command line.",
        )


def nearest_km(bounds: Sequence[float], fix_lon: ArrayLike, fix_lat: ArrayLike) -> float | None:
    """Give how far the nearest fix lies, kilometres; exact only beyond 100 km, None without a fix."""
    x, y = np.asarray(fix_lon, float), np.asarray(fix_lat, float)
    # a million fixes are only gone through where a glance at some of them finds none that is near
    step = max(len(x) // _GLANCE, 1)
    near = _haversine_km(bounds, x[::step], y[::step])
    return near if near is not None and near <= FAR_KM else _haversine_km(bounds, x, y)


def _haversine_km(bounds: Sequence[float], lon: Floats, lat: Floats) -> float | None:
    west, south, east, north = bounds
    good = np.isfinite(lon) & np.isfinite(lat)
    if not good.any():
        return None
    lon, lat = lon[good], lat[good]
    a, b = np.radians(np.clip(lat, south, north)), np.radians(lat)
    part = np.sin((b - a) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(np.radians(lon - np.clip(lon, west, east)) / 2) ** 2
    return float(2 * MEAN_RADIUS_M / 1000.0 * np.arcsin(np.sqrt(np.clip(part.min(), 0, 1))))


def _looks_swapped(bounds: Box, away: float | None, fixes: Positions) -> bool:
    """Let the fixes decide where there are any; without them, what is British only when turned round is swapped."""
    west, south, east, north = bounds
    if away is not None and fixes is not None:
        if away <= FAR_KM:
            return False  # so that a million fixes are not gone through for a place that is near
        turned = nearest_km((south, west, north, east), *fixes)
        return turned is not None and turned <= FAR_KM
    lon, lat = (west + east) / 2, (south + north) / 2
    return not _british(lon, lat) and _british(lat, lon)


def _british(lon: float, lat: float) -> bool:
    return _UK[0] <= lon <= _UK[1] and _UK[2] <= lat <= _UK[3]


def _swapped(lon: float, lat: float, name: str) -> InputError:
    return InputError(
        f"Longitude and latitude look swapped: longitude {lon:g}, latitude {lat:g} degrees.",
        where=name,
        do=f"Write the longitude first: ({lat:g}, {lon:g}).",
    )


def place_words(lon: float, lat: float) -> str:
    """Name a position in words: latitude before longitude, five decimals.

    Parameters
    ----------
    lon, lat : float
        WGS 84 degrees.
    """
    return f"latitude {lat:.5f}, longitude {lon:.5f}"


def _pair(value: Any, name: str) -> tuple[float, float]:
    try:
        lon, lat = (float(part) for part in value)
    except (TypeError, ValueError, OverflowError) as error:
        shown = repr(value)[:80]
        raise InputError(f"{shown} is not a place.", where=name, do="Give (longitude, latitude) in degrees.") from error
    return lon, lat


def _from_text(text: str, reading: Reading, fixes: Positions, listed: bool, name: str) -> TypedPlace:
    """Turn what a text says into degrees; settle which number is which where the text does not say."""
    if reading.kind == "name":
        what = "looks like a postcode, but no" if reading.postcode else "is not a place that can be read, and no"
        table = "known place has that name" if listed else "table of known places is loaded"
        raise InputError(f"{text[:80]!r} {what} {table}.", where=name, do=WRITE_PLACE)
    if reading.kind == "grid":
        x, y = british_grid_to_degrees(reading.first, reading.second)
        lon, lat = float(x), float(y)
        return TypedPlace(lon, lat, f"{place_words(lon, lat)} (from {reading.said})", reading.warning)
    lat, lon = reading.first, reading.second
    if reading.settled:
        return TypedPlace(lon, lat, place_words(lon, lat))
    turned = _turn(lon, lat, fixes, text, name)
    if turned:
        lon, lat = lat, lon
    first = "longitude" if turned else "latitude"
    warning = "" if not turned and _british(lon, lat) else f"The {first} was taken to be written first."
    return TypedPlace(lon, lat, place_words(lon, lat), warning)


def _turn(lon: float, lat: float, fixes: Positions, text: str, name: str) -> bool:
    """Say whether the first number is the longitude, though people write latitude first; refuse where nothing tells."""
    if abs(lat) > 90 or abs(lon) > 180:
        return abs(lon) <= 90 and abs(lat) <= 180
    if abs(lon) > 90:
        return False
    if fixes is None:
        return not _british(lon, lat) and _british(lat, lon)
    as_written, turned = (nearest_km(pair * 2, *fixes) for pair in ((lon, lat), (lat, lon)))
    if as_written is None or turned is None:
        return not _british(lon, lat) and _british(lat, lon)
    if as_written <= FAR_KM and turned <= FAR_KM and abs(lon - lat) > 1e-9:
        raise InputError(
            f"{text!r} does not say which number is the latitude, and both ways lie near the fixes.",
            where=name,
            do=f"Write {abs(lat):g}{'S' if lat < 0 else 'N'} {abs(lon):g}{'W' if lon < 0 else 'E'}, or the other way round.",
        )
    if as_written > FAR_KM and turned > FAR_KM:
        return not _british(lon, lat) and _british(lat, lon)
    return turned <= FAR_KM


def _known(text: str, tables: Sequence[pd.DataFrame], name: str) -> TypedPlace | None:
    """Find a place by its name, address or postcode; several of one name are asked about, a near miss is told."""
    wanted = _key(text)
    if not wanted:
        return None
    rows = [(str(n), table, i) for table in tables if "name" in table for i, n in enumerate(table["name"]) if isinstance(n, str)]
    hits = [(n, table.iloc[i]) for n, table, i in rows if _key(n) == wanted]
    if len(hits) > 1:
        places = {tuple(round(v, 6) for v in _spot(row)) for _, row in hits}
        if len(places) > 1:
            what = f"There are {len(places)} places called {text!r}."
            raise InputError(what, where=name, do="Give the latitude and longitude.")
    if hits:
        said, row = hits[0]
        lon, lat = _spot(row)
        radius = row.get("radius_m")
        radius_m = float(radius) if isinstance(radius, int | float | np.number) and math.isfinite(radius) else None
        return TypedPlace(lon, lat, f"{said} ({place_words(lon, lat)})", radius_m=radius_m, row=row)
    if re.search(r"[a-z]{3}", wanted):
        close = get_close_matches(wanted, {_key(n): n for n, _, _ in rows}, n=_LONGEST_LIST, cutoff=0.75)
        if close:
            names = {_key(n): n for n, _, _ in rows}
            raise InputError(
                f"There is no place called {text[:80]!r}.", where=name, do=f"Did you mean {', '.join(names[c] for c in close)}?"
            )
    return None


def _key(text: str) -> str:
    """Compare names and postcodes without case, spaces or points."""
    return re.sub(r"[^\w/]", "", text.lower())


def _spot(row: pd.Series) -> tuple[float, float]:
    if "lon" in row and "lat" in row:
        return float(row["lon"]), float(row["lat"])
    centre = row["geometry"].representative_point()
    return float(centre.x), float(centre.y)
