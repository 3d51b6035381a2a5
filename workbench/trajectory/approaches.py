"""When did a tag come near a zone, how near, for how long, and how firmly do its fixes say that it was inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from workbench.base import InputError, recorded
from workbench.geo import bearing_deg
from workbench.position_error import signed_distance
from workbench.tables import APPROACHES, LEVELS, Tracks
from workbench.time import from_micros
from workbench.trajectory.closest_distance import closest
from workbench.trajectory.fix_errors import Errors, quick_chance, radii
from workbench.trajectory.parameters import (
    APPROACH_REACH,
    APPROACH_SILENCE_MINUTES,
    APPROACH_SPLIT_MINUTES,
    LEVEL_CEILING,
    LEVEL_ENTER,
    LEVEL_ENTER_TWICE,
    LEVEL_ESTABLISHED,
    LEVEL_FLOOR,
    LEVEL_MOST,
    LEVEL_RENEWAL_SCALE,
)
from workbench.trajectory.trails import Floats, Ints, Trail, trails
from workbench.trajectory.zones import Zone, checked_zones

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["Runs", "approaches_of", "enters", "evidence", "find_approaches", "levels", "runs_near", "within"]


def evidence(inside_probability: Floats, newness: Floats) -> Floats:
    """Add up what fixes say about being inside, one after the other."""
    # Sequential likelihood with clipped sums (after Page 1954).
    from workbench.trajectory.kernels.approaches import accumulate

    chance = np.asarray(inside_probability, float)
    odds, open_ = np.full(len(chance), -LEVEL_MOST), chance > 0.0
    likely = np.clip(chance[open_], 1e-9, 1.0 - 1e-9)
    odds[open_] = np.clip(np.log(likely) - np.log1p(-likely), -LEVEL_MOST, LEVEL_MOST)
    result: Floats = accumulate(odds, np.asarray(newness, float), LEVEL_FLOOR, LEVEL_CEILING)
    return result


def enters(inside_probability: Floats) -> NDArray[np.bool_]:
    """Say which fixes make it possible that the tag is inside."""
    # Source: the two shares at which Android's geofences are entered.
    alone, twice = inside_probability >= LEVEL_ENTER, inside_probability >= LEVEL_ENTER_TWICE
    return alone | (twice & np.append(False, twice[:-1]))


def levels(
    inside_probability: Floats, log_odds: Floats, first: Ints, last: Ints, contradicted: NDArray[np.bool_] | None = None
) -> NDArray[np.str_]:
    """Say for each run of fixes how firmly it puts the tag inside."""
    # Source: two thresholds after Android's geofences; own levels. Where other fixes contradict those of a run, by steps that no
    # journey makes, the tag was in one of two places at most: possible is all that can be said of either.
    result = []
    for a, b in zip(first.tolist(), last.tolist(), strict=True):
        inside = inside_probability[a : b + 1]
        high = inside >= LEVEL_ENTER
        peak = float(log_odds[a : b + 1].max())
        twice = bool((high[1:] & high[:-1]).any())
        rank = 3 if peak >= LEVEL_ESTABLISHED else 2 if peak >= 0.0 or twice else 1 if enters(inside).any() else 0
        if contradicted is not None and contradicted[a : b + 1].any():
            rank = min(rank, LEVELS.index("possible"))
        result.append(LEVELS[rank])
    return np.array(result, dtype=str)


_FINE_ARC = 256  # corners of a quarter circle, so that a grown zone is round to the centimetre


class Runs(NamedTuple):
    """Runs of one trail near one zone: first and last fix of each, every fix's distance, the zone in the trail's metres.

    The distance is negative inside, and infinite for fixes that are certainly beyond the ring.
    """

    first: Ints
    last: Ints
    distance: Floats
    shape: shapely.Geometry


def runs_near(trail: Trail, zone: Zone, ring_m: float, engine: str) -> Runs:
    """Find the runs of fixes of one trail in one zone and its ring."""
    # Source: a box test for all fixes, shapely's distance for the few that pass it.
    shape = trail.frame.shape_to_metres(zone.geometry)
    at = within(trail, shape, ring_m)
    distance = np.full(len(trail), np.inf)
    if len(at):
        distance[at] = signed_distance(trail.x[at], trail.y[at], shape)
    at = at[distance[at] <= ring_m]
    if not len(at):
        return Runs(at, at, distance, shape)
    if engine == "movingpandas":
        from workbench.trajectory.bridge import zone_clips

        return Runs(*zone_clips(trail, shape.buffer(ring_m, quad_segs=_FINE_ARC)), distance, shape)
    cut = np.flatnonzero((np.diff(at) > 1) | (np.diff(trail.time[at]) > APPROACH_SPLIT_MINUTES * 60e6))
    return Runs(at[np.append(0, cut + 1)], at[np.append(cut, len(at) - 1)], distance, shape)


def within(trail: Trail, shape: shapely.Geometry, margin_m: float) -> Ints:
    """Find the fixes in the box around a shape, by four comparisons each."""
    left, low, right, high = shape.bounds
    if not np.isfinite([left, low, right, high]).all():
        return np.empty(0, np.int64)
    x, y, m = trail.x, trail.y, margin_m
    return np.flatnonzero((x >= left - m) & (x <= right + m) & (y >= low - m) & (y <= high + m))


@recorded("find")
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
        ``closest_hi_m`` a 90 % interval for the true one (:func:`workbench.trajectory.closest_distance.closest`); minutes count
        only between fixes less than five minutes apart that both lie inside, or in the ring; longer steps are in
        ``gap_minutes``. ``heading_in`` points from where the tag came to where it was closest, missing if it did not
        clearly move. ``level`` is explained in :mod:`workbench.trajectory.approaches`.

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
        errors = Errors(known, trail, LEVEL_RENEWAL_SCALE)
        parts += [_approaches(trail, errors, zone, ring_m, engine) for zone in zones]
    parts = [part for part in parts if len(part)]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def _approaches(trail: Trail, errors: Errors, zone: Zone, ring_m: float, engine: str) -> pd.DataFrame:
    seen = runs_near(trail, zone, ring_m, engine)
    first, last, distance = seen.first, seen.last, seen.distance
    if not len(first):
        return pd.DataFrame()
    at = np.flatnonzero(distance <= ring_m)
    at = within(trail, seen.shape, ring_m + APPROACH_REACH * float(np.median(errors.sigma(at))))
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
            "level": levels(inside, odds, first, last, errors.contradicted),
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
    seen = step < APPROACH_SILENCE_MINUTES * 60e6

    def total(counts: NDArray[np.bool_]) -> Floats:
        running = np.append(0, np.cumsum(np.where(counts, step, 0)))
        return (running[last] - running[first]) / 60e6

    inside, near = (seen & (distance[1:] <= limit) & (distance[:-1] <= limit) for limit in (0.0, ring_m))
    return {"minutes_inside": total(inside), "minutes_in_ring": total(near), "gap_minutes": total(~seen)}


def _came(trail: Trail, first: Ints) -> Ints:
    """The fix before each run, if it is not long before; else the run's own first."""
    before = np.maximum(first - 1, 0)
    return np.where(trail.time[first] - trail.time[before] <= APPROACH_SPLIT_MINUTES * 60e6, before, first)


def _heading(trail: Trail, a: Ints, b: Ints, doubt_m: Floats) -> Floats:
    x, y = trail.x, trail.y
    lon, lat = trail.frame.to_degrees(x[np.append(a, b)], y[np.append(a, b)])
    size = len(a)
    moved = np.hypot(x[b] - x[a], y[b] - y[a]) > doubt_m
    return np.where(moved, bearing_deg(lon[:size], lat[:size], lon[size:], lat[size:]), np.nan)
