"""When did a tag come near a zone, how near, for how long, and how firmly do its fixes say that it was inside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from workbench.base.errors import InputError
from workbench.geo.projection import bearing_deg
from workbench.tables import APPROACHES
from workbench.tables.tracks import Tracks
from workbench.time.instants import from_micros
from workbench.trajectory.closest import closest
from workbench.trajectory.doubt import Errors, quick_chance
from workbench.trajectory.dwell import radii
from workbench.trajectory.levels import RENEWAL_SCALE, evidence, levels
from workbench.trajectory.runs import SPLIT_MINUTES, runs_near, within
from workbench.trajectory.trails import Floats, Ints, Trail, trails
from workbench.trajectory.zones import Zone, checked_zones

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["SILENCE_MINUTES", "approaches_of", "find_approaches"]

SILENCE_MINUTES = 5.0
"""From here on the time between two fixes is silence, not presence: the ministry's rule for missing data."""

_REACH = 8.0  # sigmas beyond the ring that still take part in the evidence


def find_approaches(tracks: Tracks, zones: gpd.GeoDataFrame, *, ring_m: float = 250.0, engine: str = "auto") -> pd.DataFrame:
    """Find each time a tag came near a zone, whether or not it went in.

    An approach is a run of fixes that carry weight, one after the other, in the zone or within `ring_m` of it; a
    silence of more than 30 minutes ends it. Who stayed outside has a row too.

    Parameters
    ----------
    tracks : Tracks
        Any number of wearers.
    zones : geopandas.GeoDataFrame
        Polygons, holes and several parts allowed, in any coordinate system; ``zone_id`` names them (else their index),
        ``edge_error_m`` says how well each edge is drawn (else 5 m per axis).
    ring_m : float
        Width of the ring around each zone, metres.
    engine : {"auto", "movingpandas"}
        ``"movingpandas"`` lets MovingPandas clip each track to the zone grown by `ring_m`, point by point, for
        comparison: it knows no silences and loses approaches of a single fix. All columns are then worked out as usual.

    Returns
    -------
    pandas.DataFrame
        ``workbench.tables.APPROACHES``. ``closest_m`` is the least reported distance, ``closest_lo_m`` and
        ``closest_hi_m`` a 90 % interval for the true one (:func:`workbench.trajectory.closest.closest`); minutes count
        only between fixes less than five minutes apart that both lie inside, or in the ring; longer steps are in
        ``gap_minutes``. ``heading_in`` points from where the tag came to where it was closest, missing if it did not
        clearly move. ``level`` is explained in :mod:`workbench.trajectory.levels`.

    Raises
    ------
    InputError
        If the engine is not known, the ring is not a width, or a zone is not a usable polygon.

    Notes
    -----
    Own definition of an approach as an event; comparison engine: MovingPandas ``clip``.

    Examples
    --------
    >>> import geopandas as gpd
    >>> from workbench.geo.projection import circle
    >>> from workbench.testing import make_fixes, make_tracks
    >>> zones = gpd.GeoDataFrame({"zone_id": ["Z1"]}, geometry=[circle(1.2, 51.4, 50)], crs="EPSG:4326")
    >>> tracks = make_tracks(make_fixes(minutes=range(11), x=[-500 + 100 * i for i in range(11)], y=120))
    >>> found = find_approaches(tracks, zones)
    >>> found[["level", "n_fixes", "minutes_inside"]].values.tolist(), round(float(found.closest_m[0]))
    ([['near', 5, 0.0]], 70)
    """
    if engine not in ("auto", "movingpandas"):
        raise InputError(f"There is no engine {engine!r}.", where="engine", do="Use 'auto' or 'movingpandas'.")
    if not (np.isfinite(ring_m) and ring_m >= 0):
        raise InputError(f"{ring_m!r} is not a width.", where="ring_m", do="Give metres, 0 or more.")
    table = approaches_of(tracks, checked_zones(zones), float(ring_m), engine)
    if not len(table):
        return APPROACHES.empty()
    ids = tracks.fixes["fix_id"].array
    return APPROACHES.arrange(
        table.assign(**{name: ids.take(table[name].to_numpy()) for name in ("first_fix_id", "last_fix_id")})
    )


def approaches_of(tracks: Tracks, zones: list[Zone], ring_m: float, engine: str) -> pd.DataFrame:
    """Find approaches to checked zones; the fixes they begin and end with are told by their rows."""
    known = radii(tracks)
    parts = []
    for trail in trails(tracks) if zones else ():
        errors = Errors(known, trail, RENEWAL_SCALE)
        parts += [_approaches(trail, errors, zone, ring_m, engine) for zone in zones]
    parts = [part for part in parts if len(part)]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def _approaches(trail: Trail, errors: Errors, zone: Zone, ring_m: float, engine: str) -> pd.DataFrame:
    seen = runs_near(trail, zone, ring_m, engine)
    first, last, distance = seen.first, seen.last, seen.distance
    if not len(first):
        return pd.DataFrame()
    at = np.flatnonzero(distance <= ring_m)
    at = within(trail, seen.shape, ring_m + _REACH * float(np.median(errors.sigma(at))))
    at = at[(at >= first[0]) & (at <= last[-1])]
    inside = np.zeros(len(trail))
    inside[at] = quick_chance(trail.x[at], trail.y[at], errors.parts(at, zone.edge_error_m), seen.shape)
    odds = np.zeros(len(trail))
    span = slice(first[0], last[-1] + 1)
    odds[span] = evidence(inside[span], errors.newness[span])
    deepest = float(shapely.maximum_inscribed_circle(seen.shape).length)
    rings = [a + np.flatnonzero(distance[a : b + 1] <= ring_m) for a, b in zip(first, last, strict=True)]
    close = [
        closest(trail.time[r], distance[r], trail.x[r], trail.y[r], errors.parts(r, zone.edge_error_m), deepest_m=deepest)
        for r in rings
    ]
    nearest = np.array([r[np.argmin(distance[r])] for r in rings])
    return pd.DataFrame(
        {
            "approach_id": [f"{trail.wearer}-{zone.zone_id}-{i + 1}" for i in range(len(first))],
            "wearer_id": trail.wearer,
            "zone_id": zone.zone_id,
            "start": from_micros(trail.time[first]),
            "end": from_micros(trail.time[last]),
            "level": levels(inside, odds, first, last),
            "closest_m": [c.reported_m for c in close],
            "closest_lo_m": [c.low_m for c in close],
            "closest_hi_m": [c.high_m for c in close],
            **_minutes(trail, distance, ring_m, first, last),
            "n_fixes": [len(r) for r in rings],
            "heading_in": _heading(trail, _came(trail, first), nearest, 3.0 * errors.sigma(first)),
            "first_fix_id": trail.rows[first],
            "last_fix_id": trail.rows[last],
        }
    )


def _minutes(trail: Trail, distance: Floats, ring_m: float, first: Ints, last: Ints) -> dict[str, Floats]:
    step = np.diff(trail.time)
    seen = step < SILENCE_MINUTES * 60e6

    def total(counts: NDArray[np.bool_]) -> Floats:
        running = np.append(0, np.cumsum(np.where(counts, step, 0)))
        return (running[last] - running[first]) / 60e6

    inside, near = (seen & (distance[1:] <= limit) & (distance[:-1] <= limit) for limit in (0.0, ring_m))
    return {"minutes_inside": total(inside), "minutes_in_ring": total(near), "gap_minutes": total(~seen)}


def _came(trail: Trail, first: Ints) -> Ints:
    """The fix before each run, if it is not long before; else the run's own first."""
    before = np.maximum(first - 1, 0)
    return np.where(trail.time[first] - trail.time[before] <= SPLIT_MINUTES * 60e6, before, first)


def _heading(trail: Trail, a: Ints, b: Ints, doubt_m: Floats) -> Floats:
    x, y = trail.x, trail.y
    lon, lat = trail.frame.to_degrees(x[np.append(a, b)], y[np.append(a, b)])
    size = len(a)
    moved = np.hypot(x[b] - x[a], y[b] - y[a]) > doubt_m
    return np.where(moved, bearing_deg(lon[:size], lat[:size], lon[size:], lat[size:]), np.nan)
