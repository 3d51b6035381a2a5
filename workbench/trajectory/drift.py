"""Places where drift alone looks like a breach: the wearer's own nights at rest, replayed beside each zone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from workbench.base import InputError, SchemaError, recorded
from workbench.position_error import signed_distance
from workbench.tables import DRIFT, STAYS, Tracks
from workbench.time import DEFAULT_ZONE, micros, minutes_in, nights_between
from workbench.trajectory.drift_replay import Night, Rate, replay, weekly
from workbench.trajectory.fix_errors import Errors, radii
from workbench.trajectory.parameters import (
    DRIFT_DIRECTIONS,
    DRIFT_LEAST_NIGHTS,
    DRIFT_NIGHT_MINUTES,
    DRIFT_OF_PLACE_M,
    DRIFT_PRONE_PER_WEEK,
    DRIFT_TIMES,
    LEVEL_RENEWAL_SCALE,
)
from workbench.trajectory.places import find_places
from workbench.trajectory.stays import find_stays
from workbench.trajectory.trails import Ints, Trail, trails
from workbench.trajectory.zones import Zone, checked_zones

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["SAID", "SENTENCES", "find_drift"]

SENTENCES = {
    "inside": "The place lies {deep:.0f} m inside {zone} as drawn: being there is no false breach.",
    "few": "{n} of four hours and more at rest {where}; {least} are asked before a rate is given.",
    "prone": (
        "Though the tag lay still, {zone} would be held to be entered {rate:.2g} times in a week spent there ({low:.2g} to "
        "{high:.2g}, from {n} at rest {where}): the zone geometry is the problem, not the person. Its edge runs {away:.0f} m "
        "from the place, and one fix in twenty drifts {wide:.0f} m or more."
    ),
    "single": (
        "Though the tag lay still, {zone} would be held to be entered {rate:.2g} times in a week spent there, but of {n} at rest "
        "{where} that rests on one or two: it may be as rare as never or as frequent as {high:.2g} times."
    ),
    "biased": (
        "The fixes made at this address centre {bias:.0f} m from it, more than twice their own error of {sigma:.0f} m: they say "
        "little of which side of an edge the tag is on."
    ),
    "none": (
        "From {n} at rest {where}, replayed in {ways} directions, {zone} would be held to be entered {rate:.2g} times in a week "
        "spent there; so few nights cannot exclude {high:.2g}. Its edge runs {away:.0f} m from the place, and no fix drifted "
        "more than {most:.0f} m."
    ),
    "edge": " The zone runs through the place as far as can be told.",
}

SAID = {
    "inside": "inside",
    "few": "cannot tell",
    "prone": "drift-prone",
    "single": "cannot tell",
    "biased": "drift-prone",
    "none": "not shown",
}


class _Place(NamedTuple):
    """A place of one wearer: its row, where it lies in the metres of his trail, how well that is known, its own nights."""

    row: pd.Series
    x: float
    y: float
    error_m: float
    nights: list[Night]


class _Drift(NamedTuple):
    """How the fixes of some nights lie: how many, how far half, 95 % and all of them lie off, how far their mean is off."""

    size: int = 0
    median_m: float = np.nan
    wide_m: float = np.nan
    most_m: float = np.nan
    bias_m: float = np.nan
    sigma_m: float = np.nan


@recorded("find")
def find_drift(
    tracks: Tracks,
    zones: gpd.GeoDataFrame,
    *,
    stays: pd.DataFrame | None = None,
    places: pd.DataFrame | None = None,
    within_m: float = 500.0,
    timezone: str = DEFAULT_ZONE,
) -> pd.DataFrame:
    """Find places where drift alone would be taken for entering a zone, and say how often that is to be expected.

    The drift is the wearer's own: all fixes made in stays at the place between 22:00 and 06:00, night by night; for a place
    where he seldom sleeps, those of his nights elsewhere. Each night is replayed whole beside the zone, as it was and in eleven
    other directions, through the rule of :func:`workbench.find_approaches`.

    Parameters
    ----------
    tracks : Tracks
        Any number of wearers.
    zones : geopandas.GeoDataFrame
        Those that must not be entered, in the shape that :func:`workbench.find_approaches` takes.
    stays : pandas.DataFrame, optional
        From :func:`workbench.find_stays`; worked out if not given.
    places : pandas.DataFrame, optional
        Known places, such as addresses on file: ``place_id, lon, lat`` and, where there are any, ``radius_m`` and ``wearer_id``
        (else they are taken for each wearer's). If not given, places are found from the stays.
    within_m : float
        How far from a zone a place may be to have a row, metres.
    timezone : str
        In which nights are counted.

    Returns
    -------
    pandas.DataFrame
        ``workbench.tables.DRIFT``, a row for each place and zone. Rates are for a week of 168 hours spent there, with 90 %
        intervals; they are missing with fewer than seven nights in all, and where the place lies inside the zone. ``bias_m``
        is missing for places that were found, as their fixes are all that is known of them.

    Raises
    ------
    InputError
        If `within_m` is not a width or a zone not a usable polygon.
    SchemaError
        If `stays` or `places` lack a column.
    TimeError
        If the zone of time is not known.

    Notes
    -----
    See docs/methods.md#drift. What ended a stay is not counted as drift, whether it was one or not; so an
    outing in the night does not blame the zone, and drift as far as that is missed.

    Examples
    --------
    >>> import geopandas as gpd
    >>> import shapely
    >>> from workbench.testing import make_fixes, make_tracks
    >>> rng = np.random.default_rng(1)
    >>> x, y = rng.normal(0, 6, (2, 3 * 480))
    >>> tracks = make_tracks(make_fixes(minutes=range(0, 9 * 480, 3), x=x, y=y))
    >>> zones = gpd.GeoDataFrame({"zone_id": ["Z1"]}, geometry=[shapely.box(1.2005, 51.3, 1.3, 51.5)], crs="EPSG:4326")
    >>> find_drift(tracks, zones)["because"][0]
    '3 nights of four hours and more at rest there and elsewhere; 7 are asked before a rate is given.'
    """
    if not (np.isfinite(within_m) and within_m >= 0):
        raise InputError(f"{within_m!r} is not a width.", where="within_m", do="Give metres, 0 or more.")
    listed = checked_zones(zones)
    kept = STAYS.validate(find_stays(tracks) if stays is None else stays)
    table = find_places(kept, timezone=timezone) if places is None else _known(places)
    errors_of = radii(tracks)
    rows = []
    for trail in trails(tracks) if listed and len(table) else ():
        mine = table[table["wearer_id"] == trail.wearer] if "wearer_id" in table.columns else table
        errors = Errors(errors_of, trail, LEVEL_RENEWAL_SCALE)
        here = _places(trail, mine, kept[kept["wearer_id"] == trail.wearer], places is not None, timezone)
        every = [night for place in here for night in place.nights]
        rows += [_row(trail, errors, place, every, places is not None, z, within_m) for place in here for z in listed]
    found = [row for row in rows if row is not None]
    return DRIFT.arrange(pd.DataFrame(found)) if found else DRIFT.empty()


def _known(places: pd.DataFrame) -> pd.DataFrame:
    missing = [c for c in ("place_id", "lon", "lat") if c not in places.columns]
    if missing:
        raise SchemaError(f"The table places lacks {', '.join(missing)}.", where="places", do="Give these columns.")
    radius = places["radius_m"].fillna(0.0) if "radius_m" in places.columns else 0.0
    return places.reset_index(drop=True).assign(radius_m=radius)


def _places(trail: Trail, table: pd.DataFrame, stays: pd.DataFrame, known: bool, timezone: str) -> list[_Place]:
    """Give each place with the nights spent there, a stay counting for the nearest place it can belong to."""
    if not (len(table) and len(stays)):
        return []
    px, py = trail.frame.to_metres(table["lon"].to_numpy(float), table["lat"].to_numpy(float))
    sx, sy = trail.frame.to_metres(stays["lon"].to_numpy(), stays["lat"].to_numpy())
    away = np.hypot(sx[:, None] - px, sy[:, None] - py) - table["radius_m"].to_numpy(float)
    best = np.where(away.min(axis=1) <= DRIFT_OF_PLACE_M, away.argmin(axis=1), -1)
    start, end = micros(stays["start"]), micros(stays["end"])
    found = []
    for number in range(len(table)):
        at = np.flatnonzero(best == number)
        nights = _nights(trail, start[at], end[at], timezone) if len(at) else []
        error = 0.0 if known or not len(at) else float(np.median(stays["error_m"].to_numpy()[at]))
        found.append(_Place(table.iloc[number], float(px[number]), float(py[number]), error, nights))
    return found


def _nights(trail: Trail, start: Ints, end: Ints, timezone: str) -> list[Night]:
    """Gather the fixes of each night that was spent in these stays."""
    first, last = (pd.Timestamp(int(t), unit="us", tz="UTC") for t in (start.min(), end.max()))
    nights = nights_between(first, last, timezone)
    found = []
    for minutes, low, high in zip(minutes_in(nights, start, end), nights.low, nights.high, strict=True):
        if minutes >= DRIFT_NIGHT_MINUTES:
            pieces = [(max(a, low), min(b, high)) for a, b in zip(start, end, strict=True) if a < high and b > low]
            spans = [np.arange(*np.searchsorted(trail.time, piece + np.array([0, 1]))) for piece in pieces]
            found.append((np.unique(np.concatenate(spans)), float(minutes)))
    if not found:
        return []
    every = np.concatenate([at for at, _ in found])
    x, y = float(np.median(trail.x[every])), float(np.median(trail.y[every]))
    return [Night(at, minutes, x, y) for at, minutes in found]


def _row(
    trail: Trail, errors: Errors, place: _Place, every: list[Night], known: bool, zone: Zone, within_m: float
) -> dict[str, object] | None:
    shape = trail.frame.shape_to_metres(zone.geometry)
    distance = float(signed_distance([place.x], [place.y], shape)[0]) if np.isfinite(shape.bounds).all() else np.inf
    if distance > within_m:
        return None
    error = float(np.hypot(place.error_m, zone.edge_error_m))
    own = len(place.nights) >= DRIFT_LEAST_NIGHTS
    nights = place.nights if own else every
    drift = _drift(trail, errors, place, nights, known and own)
    few, inside = len(nights) < DRIFT_LEAST_NIGHTS, distance < -DRIFT_TIMES * error
    possible = firm = Rate(np.nan, np.nan, np.nan)
    if not (inside or few):
        centre = (nights[0].x, nights[0].y) if own else (place.x, place.y)
        minutes = np.array([night.minutes for night in nights])
        counts = replay(trail, nights, errors, centre, shape, zone.edge_error_m)
        possible, firm = (weekly(count.mean(axis=1), minutes) for count in counts)
    said = "inside" if inside else "few" if few else _finding(firm, drift)
    because = SENTENCES[said].format(
        zone=zone.zone_id,
        deep=-distance,
        n=f"{len(nights)} night{'' if len(nights) == 1 else 's'}",
        least=DRIFT_LEAST_NIGHTS,
        where="there" if own else "there and elsewhere",
        rate=firm.per_week,
        low=firm.low,
        high=firm.high,
        away=abs(distance),
        bias=drift.bias_m,
        sigma=drift.sigma_m,
        ways=DRIFT_DIRECTIONS,
        wide=drift.wide_m,
        most=drift.most_m,
    )
    return {
        "place_id": str(place.row["place_id"]),
        "wearer_id": trail.wearer,
        "zone_id": zone.zone_id,
        "lon": place.row["lon"],
        "lat": place.row["lat"],
        "distance_m": distance,
        "error_m": error,
        "nights_here": len(place.nights),
        "nights": len(nights),
        "n_fixes": drift.size,
        "drift_median_m": drift.median_m,
        "drift_95_m": drift.wide_m,
        "bias_m": drift.bias_m,
        "possible_per_week": possible.per_week,
        "possible_lo": possible.low,
        "possible_hi": possible.high,
        "established_per_week": firm.per_week,
        "established_lo": firm.low,
        "established_hi": firm.high,
        "drift_prone": said in ("prone", "biased"),
        "answer": SAID[said],
        "because": because + (SENTENCES["edge"] if abs(distance) <= DRIFT_TIMES * error and not few else ""),
    }


def _finding(firm: Rate, drift: _Drift) -> str:
    """Say what the figures amount to; a rate that leaving out one or two nights makes nought is not yet one."""
    if firm.per_week > DRIFT_PRONE_PER_WEEK and firm.low > 0:
        return "prone"
    if drift.bias_m > DRIFT_TIMES * drift.sigma_m:
        return "biased"
    return "single" if firm.per_week > DRIFT_PRONE_PER_WEEK else "none"


def _drift(trail: Trail, errors: Errors, place: _Place, nights: list[Night], known: bool) -> _Drift:
    """Measure how far the fixes of some nights lie from a known place, else from their own middle."""
    if not nights:
        return _Drift()
    at = np.concatenate([night.at for night in nights])
    middle = np.concatenate([np.broadcast_to((place.x, place.y) if known else night[2:], (len(night.at), 2)) for night in nights])
    east, north = trail.x[at] - middle[:, 0], trail.y[at] - middle[:, 1]
    half, wide, most = np.quantile(np.hypot(east, north), [0.5, 0.95, 1.0]).tolist()
    bias = float(np.hypot(east.mean(), north.mean())) if known else np.nan
    return _Drift(len(at), half, wide, most, bias, float(np.median(errors.sigma(at))))
