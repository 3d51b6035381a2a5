"""What somebody says about where the tag was, and the same with every word settled: whose tag, which region, which seconds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from workbench.base import InputError, TimeError, decode, encode
from workbench.evidence.parameters import CORNERS, MOST_MINUTES, MOST_RADIUS_M, SHAPE_EDGE_M
from workbench.geo import LocalFrame, check_bounds, place_words, read_place
from workbench.position_error import SHIPPED, ErrorModel, Mixture, chance, signed_distance
from workbench.tables import Tracks, When
from workbench.time import DEFAULT_ZONE, read_moment, read_span

__all__ = ["KINDS", "Claim", "Place", "Region", "ResolvedClaim", "geometry_of", "region_of", "resolve_claim"]

_SWAPPED = {"supported": "contradicted", "contradicted": "supported", "cannot tell": "cannot tell"}

KINDS = ("visited", "throughout", "never", "at")

Place: TypeAlias = "tuple[float, float] | str | shapely.Geometry | pd.Series | pd.DataFrame"


@dataclass(frozen=True, eq=False)
class Claim:
    """One statement that can be checked against tracks.

    Nothing is tested here; :func:`workbench.check` says what is wrong with a claim it cannot use.

    Parameters
    ----------
    place : (lon, lat), str, shapely geometry or zone row
        WGS 84 degrees, or a place as people type it: ``"51.5N 0.1W"``, ``"TQ 30000 80000"``. A point or line stands for all
        within `radius_m` of it; a polygon stands for itself.
    start, end : str, datetime or pandas.Timestamp
        The time claimed, half-open; naive times need `timezone`. `end` may be left away for ``kind="at"``.
    wearer : str, optional
        Whose tag; may be left away where the tracks hold one wearer.
    radius_m : float
        For points and lines, metres.
    timezone : str, optional
        IANA zone in which naive times are meant; also the zone in which the answer writes times.
    kind : {"visited", "throughout", "never", "at"}
        There for `min_minutes` at some time; there all the time but for `slack_minutes`; at no time there for
        `min_minutes`; there at one moment of the interval.
    min_minutes : float
        The shortest stay that counts, minutes; 0 means passing through counts.
    tolerance_minutes : float
        How far the stated times may be off, minutes: all times within it are part of the claim, each as likely as the
        next. What is excluded must be impossible in the interval widened by it.
    slack_minutes : float, optional
        For ``throughout``: how long in all the tag may have been away; 5 minutes or 5 % of the time, the larger, if None.
    far_ok : bool
        Whether a place more than 100 km from every fix of the tag is meant; otherwise it is asked about.
    text, said_by : str
        The statement in the speaker's words, and whose words they are.

    Notes
    -----
    Own design; no claim is judged without a least stay or an explicit "passing through".

    Examples
    --------
    >>> Claim(place=(1.2, 51.4), start="2026-03-03 21:10", end="2026-03-03 21:40", timezone="Europe/London").min_minutes
    2.0
    """

    place: Any
    start: When
    end: When | None = None
    wearer: str | None = None
    radius_m: float = 50.0
    timezone: str | None = None
    kind: str = "visited"
    min_minutes: float = 2.0
    tolerance_minutes: float = 5.0
    slack_minutes: float | None = None
    text: str = ""
    said_by: str = ""
    far_ok: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Write the claim as plain JSON, as it was typed."""
        return {f.name: encode(getattr(self, f.name)) for f in fields(self)}

    @classmethod
    def from_dict(cls, written: Mapping[str, Any]) -> Claim:
        """Read back what :meth:`to_dict` wrote."""
        known = {f.name for f in fields(cls)}
        strange = sorted(set(written) - known) if isinstance(written, Mapping) else ["it"]
        if strange or not {"place", "start"} <= set(written):
            raise InputError("This is no claim as to_dict() writes it.", where="from_dict", do="Give what to_dict() wrote.")
        return cls(**{name: decode(value) for name, value in written.items()})


Floats = NDArray[np.float64]

_DO = "Give (lon, lat), a shapely geometry in degrees, or one row of a zone table."


@dataclass(frozen=True)
class Region:
    """A region in the metres of its own flat map.

    Attributes
    ----------
    frame : LocalFrame
        The flat map.
    shape : shapely.Geometry
        A point for a circle, else a polygon, in metres.
    outer : shapely.Geometry
        A polygon that holds all of it, for the reach.
    radius_m : float or None
        Radius of the circle, metres.
    edge_m : float
        How well the edge is drawn, metres per axis.
    words : str
        "within 50 m of ..." or "inside ...".
    """

    frame: LocalFrame
    shape: shapely.Geometry
    outer: shapely.Geometry
    radius_m: float | None
    edge_m: float
    words: str

    @property
    def area_m2(self) -> float:
        """Its area in square metres."""
        return float(np.pi * self.radius_m**2) if self.radius_m is not None else float(self.shape.area)

    def chance(self, x_m: Floats, y_m: Floats, parts: Mixture) -> Floats:
        """Give the chance of lying inside, per fix."""
        return chance(x_m, y_m, parts, self.shape, radius_m=self.radius_m)

    def outside_m(self, x_m: Floats, y_m: Floats) -> Floats:
        """Measure how far outside fixes lie; negative inside."""
        if self.radius_m is not None:
            return np.hypot(x_m - self.shape.x, y_m - self.shape.y) - self.radius_m
        return signed_distance(x_m, y_m, self.shape)

    def grown(self, by_m: float) -> Region:
        """Give the region with everything within `by_m` of it."""
        if self.radius_m is not None:
            return _circle(self.frame, self.shape, self.radius_m + by_m, self.edge_m, self.words)
        wide = self.shape.buffer(by_m)
        return Region(self.frame, wide, wide, None, self.edge_m, self.words)


def region_of(claim: Claim) -> Region:
    """Turn a claim's place into a region in metres."""
    # A circle is taken as drawn; a polygon's edge is taken to be 5 m uncertain unless its row says.
    geometry, name, edge_m = geometry_of(claim.place)
    bounds = np.asarray(geometry.bounds)
    if geometry.is_empty or not np.isfinite(bounds).all():
        raise InputError("The claim's place is empty.", where="place", do=_DO)
    if (np.abs(bounds[[0, 2]]) > 180).any() or (np.abs(bounds[[1, 3]]) > 90).any():
        raise InputError("The claim's place is not in degrees of longitude and latitude.", where="place", do=_DO)
    frame = LocalFrame(*(round(float(c) * 20) / 20 for c in ((bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2)))
    flat = frame.shape_to_metres(shapely.make_valid(shapely.force_2d(geometry)))
    parts = [g for g in shapely.get_parts(flat) if isinstance(g, shapely.Polygon | shapely.MultiPolygon)]
    if parts:
        shape = shapely.union_all(parts)
        return Region(frame, shape, shape, None, edge_m, f"inside {name or 'the area drawn'}")
    if not (np.isfinite(claim.radius_m) and claim.radius_m > 0):
        raise InputError("A point needs a radius above 0 m.", where="radius_m", do="Give radius_m=50, say.")
    about = name or f"{geometry.centroid.y:.5f}, {geometry.centroid.x:.5f}"
    words = f"within {claim.radius_m:g} m of {about}"
    if isinstance(flat, shapely.Point):
        return _circle(frame, flat, float(claim.radius_m), 0.0, words)
    wide = flat.buffer(claim.radius_m)
    return Region(frame, wide, wide, None, edge_m, words)


def _circle(frame: LocalFrame, centre: shapely.Point, radius_m: float, edge_m: float, words: str) -> Region:
    """Keep the circle exact, and hold it in a polygon that is nowhere smaller."""
    turn = 2 * np.pi * np.arange(CORNERS) / CORNERS
    wide = radius_m / np.cos(np.pi / CORNERS)
    outer = shapely.Polygon(np.column_stack([centre.x + wide * np.cos(turn), centre.y + wide * np.sin(turn)]))
    return Region(frame, centre, outer, radius_m, edge_m, words)


def geometry_of(place: object) -> tuple[shapely.Geometry, str, float]:
    """Give the outline of a place in degrees, its name, and how well its edge is drawn, metres."""
    if isinstance(place, pd.DataFrame):
        if len(place) != 1:
            raise InputError(f"A claim has one place; this table has {len(place)} rows.", where="place", do="Choose one row.")
        place = place.iloc[0]
    if isinstance(place, pd.Series):
        return _row(place)
    if isinstance(place, shapely.Geometry):
        return place, "", SHAPE_EDGE_M
    try:
        lon, lat = (float(v) for v in place)  # type: ignore[attr-defined]
    except (TypeError, ValueError, OverflowError) as error:
        raise InputError(f"{repr(place)[:80]} is not a place.", where="place", do=_DO) from error
    return shapely.Point(lon, lat), "", 0.0


def _row(row: pd.Series) -> tuple[shapely.Geometry, str, float]:
    name = str(row["name"]) if isinstance(row.get("name"), str) and row["name"] else ""
    geometry = row.get("geometry")
    if isinstance(geometry, shapely.Geometry):
        edge = row.get("edge_error_m")
        stated = isinstance(edge, int | float | np.number) and not pd.isna(edge)
        if isinstance(edge, str) or (stated and not 0 <= float(edge) < MOST_RADIUS_M):
            raise InputError(f"{edge!r} is not how well an edge is drawn.", where="place", do="Give edge_error_m in metres.")
        return geometry, name, float(edge) if stated else SHAPE_EDGE_M
    if "lon" in row and "lat" in row:
        return geometry_of((row["lon"], row["lat"]))[0], name, 0.0
    raise InputError("This row has neither a geometry nor a lon and lat.", where="place", do=_DO)


@dataclass(frozen=True)
class ResolvedClaim:
    """A claim after all its words are settled; seconds are counted from its start.

    Attributes
    ----------
    wearer : str
        Whose tag.
    region : Region
        Where, in metres.
    start, end : pandas.Timestamp
        When, UTC.
    kind : str
        ``visited``, ``throughout``, ``never`` or ``at``.
    dwell_s, tolerance_s, slack_s : float
        The least stay, how far the times may be off, and the absence allowed, seconds.
    timezone : str
        In which times are written.
    errors : ErrorModel
        How exact the fixes are taken to be.
    place : object
        The place as it was understood, where it was typed as a text; else as given.
    read_as : tuple of (str, str)
        Start, end and place in words, as they were understood.
    decided : tuple of str
        What had to be decided in reading them.
    """

    wearer: str
    region: Region
    start: pd.Timestamp
    end: pd.Timestamp
    kind: str
    dwell_s: float
    tolerance_s: float
    slack_s: float
    timezone: str
    errors: ErrorModel = SHIPPED
    place: Any = None
    read_as: tuple[tuple[str, str], ...] = ()
    decided: tuple[str, ...] = ()

    def signed(self, log10_lr: float) -> float:
        """Turn the strength for a visit into that for the claim: a ``never`` claim denies the visit."""
        return 0.0 - log10_lr if self.kind == "never" else log10_lr

    def turned(self, answer: str) -> str:
        """Turn the answer for a visit into that for the claim: a ``never`` claim denies the visit."""
        return _SWAPPED[answer] if self.kind == "never" else answer

    @property
    def length_s(self) -> float:
        """Length of the time claimed, seconds."""
        return (self.end - self.start).total_seconds()

    @property
    def stated(self) -> tuple[float, float]:
        """The interval as stated."""
        return 0.0, self.length_s

    @property
    def wide(self) -> tuple[float, float]:
        """The interval with its tolerance on both sides: what must be impossible to contradict a visit."""
        return -self.tolerance_s, self.length_s + self.tolerance_s

    @property
    def core(self) -> tuple[float, float]:
        """The interval without its tolerance: where an absence must lie to contradict ``throughout``."""
        return self.tolerance_s, self.length_s - self.tolerance_s


def resolve_claim(
    claim: Claim, tracks: Tracks, *, errors: ErrorModel = SHIPPED, places: Sequence[pd.DataFrame] = ()
) -> ResolvedClaim:
    """Settle all words of a claim, or say which cannot be settled.

    Parameters
    ----------
    claim : Claim
        As typed.
    tracks : Tracks
        Says whose tag is meant where the claim does not.
    errors : ErrorModel
        How exact the fixes are taken to be.
    places : sequence of pandas.DataFrame
        Tables of known places, by whose names a place may be given.

    Raises
    ------
    TimeError
        If a time is naive without a zone, skipped, or happens twice.
    InputError
        If the wearer, place, kind or a length of time cannot be used.
    """
    # Slack of 5 minutes or 5 % of the time, the larger.
    if not isinstance(claim, Claim):
        raise InputError(f"{type(claim).__name__} is not a claim.", where="claim", do="Make one with wb.Claim(...).")
    if not (isinstance(claim.kind, str) and claim.kind in KINDS):
        raise InputError(f"{claim.kind!r} is not a kind of claim.", where="kind", do=f"Use one of {', '.join(KINDS)}.")
    if claim.end is None and claim.kind != "at":
        raise TimeError("The claim has no end.", where="end", do="Give end=, or use kind='at' for one moment.")
    if claim.end is None:
        first = last = read_moment(claim.start, claim.timezone, name="start")
    else:
        first, last = read_span(claim.start, claim.end, claim.timezone)
    start, end = first.utc, last.utc
    if end < start or (end == start and claim.kind != "at"):
        raise TimeError("The claim's end is not after its start.", where="end", do="Swap them, or use kind='at'.")
    length_s = (end - start).total_seconds()
    dwell = 0.0 if claim.kind == "at" else _minutes(claim.min_minutes, "min_minutes")
    if claim.kind in ("visited", "never") and dwell > length_s:
        raise InputError(
            f"A stay of {claim.min_minutes:g} min does not fit into the time claimed.",
            where="min_minutes",
            do="Shorten min_minutes or lengthen the interval.",
        )
    claim = replace(claim, radius_m=_number(claim.radius_m, "radius_m", "metres", MOST_RADIUS_M))
    slack = max(300.0, 0.05 * length_s) if claim.slack_minutes is None else _minutes(claim.slack_minutes, "slack_minutes")
    tolerance = _minutes(claim.tolerance_minutes, "tolerance_minutes")
    zone = claim.timezone or DEFAULT_ZONE
    wearer = _wearer(claim, tracks)
    spot = _place(claim, tracks.of(wearer), places)
    told = (("start", first.said), ("end", last.said), ("place", spot.said))
    decided = tuple(dict.fromkeys(s for s in (first.warning, last.warning, spot.warning) if s))
    region = region_of(replace(claim, place=spot.place))
    return ResolvedClaim(wearer, region, start, end, claim.kind, dwell, tolerance, slack, zone, errors, spot.place, told, decided)


class _Spot(NamedTuple):
    place: Any
    said: str
    warning: str


def _place(claim: Claim, tracks: Tracks, places: Sequence[pd.DataFrame]) -> _Spot:
    """Read the place where it is a text, and ask about one that looks swapped or lies far from every fix."""
    fixes = tracks.fixes["lon"].to_numpy(float), tracks.fixes["lat"].to_numpy(float)
    spot = _Spot(claim.place, "", "")
    if isinstance(claim.place, str):
        found = read_place(claim.place, known=places, fixes=fixes, far_ok=True)
        spot = _Spot((found.lon, found.lat) if found.row is None else found.row, found.said, found.warning)
    geometry, name, _ = geometry_of(spot.place)
    bounds = geometry.bounds
    if not geometry.is_empty:
        typed = isinstance(claim.place, str)
        check_bounds(bounds, fixes=fixes, far_ok=claim.far_ok, certain=typed, within_m=claim.radius_m)
        centre = geometry.centroid
        where = place_words(centre.x, centre.y)
        spot = spot._replace(said=spot.said or (f"{name} ({where})" if name else where))
    return spot


def _minutes(value: float, name: str) -> float:
    return _number(value, name, "minutes", MOST_MINUTES) * 60.0


def _number(value: Any, name: str, unit: str, most: float) -> float:
    """Take a number of any make; a text, a truth value or a length of time is none, and what is beyond measure is refused."""
    plain = value.item() if isinstance(value, np.ndarray) and value.ndim == 0 else value
    if isinstance(plain, int | float | np.number | Decimal | Fraction) and not isinstance(plain, bool | np.complexfloating):
        with suppress(OverflowError):
            found = float(plain)
            if 0 <= found <= most:
                return found
    shown = repr(value)
    raise InputError(
        f"{name} must be 0 or more {unit}, and at most {most:,.0f}, not {shown[:60]}.", where=name, do=f"Give a number of {unit}."
    )


def _wearer(claim: Claim, tracks: Tracks) -> str:
    known = tracks.wearers
    if claim.wearer is not None:
        if not isinstance(claim.wearer, str) or claim.wearer not in known:
            raise InputError(
                f"There is no wearer {claim.wearer!r} in these tracks.",
                where="wearer",
                do=f"The wearers are: {', '.join(known[:8]) or 'none'}.",
            )
        return claim.wearer
    if len(known) != 1:
        raise InputError(
            f"The claim names no wearer, and the tracks hold {len(known)}.", where="wearer", do="Give wearer= in the claim."
        )
    return known[0]
