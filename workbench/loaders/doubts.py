"""What an expert would question before using these fixes: each doubt with its rows, its words, and what it does to answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, permutations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.base import Quality, has, usable
from workbench.loaders.values import count_of
from workbench.observations import REPEATS
from workbench.position_error import AIR_MS, grid_size_m, grid_step_deg
from workbench.tables import DOUBTS
from workbench.time import UTC_US, from_micros, micros

__all__ = ["find_doubts"]

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
_MINUTE_US, _HOUR_US = 60_000_000, 3_600_000_000
_METRES_PER_DEGREE = 111_195.0
_FEW = 20
_OVERLAP_MINUTES, _OVERLAP_M, _OVERLAP_MS, _OVERLAP_PAIRS = 10, 500.0, 15.0, 3
"""The other device may have been half the wait from where a straight line has it, at the speed of a town."""
_MOST_DEVICES = 20
_REST_FIXES, _REST_BLOCKS, _REST_WIDE_M, _REST_LARGE, _REST_LEAST_M = 60, 4, 150.0, 3.0, 30.0
"""So many fixes in so many half hours, nine in ten within so many metres, are rest enough to hold the stated radii against."""
_REPEATED_SHARE = 0.05
"""Ten in a row, or one in twenty: coordinates of five decimals repeat now and then by chance."""
_FAR_DAYS, _FAR_SHARE = 730, 0.05
_REST_HOURS, _REST_M = 8, 5.0
_SAME_ROWS, _SAME_SHARE = 10, 0.2
_MOST_ZONES_H = 26
"""The zones of the Earth lie at most 26 hours apart (UTC+14 and UTC-12)."""
Found = tuple[str, "str | None", Bools, str]


def find_doubts(fixes: pd.DataFrame, zones: Mapping[str, str] | None = None) -> pd.DataFrame:
    """List the doubts of a load, wearer by wearer; `zones` are those that a person gave for the times of a file (by its hash)."""
    # See docs/methods.md; a doubt is a question to a person, never a verdict on the fixes.
    rows: list[dict[str, object]] = []
    codes, names = pd.factorize(fixes["wearer_id"])
    edges = np.flatnonzero(np.diff(codes, prepend=-1, append=-1))
    for low, high in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        mine = fixes.iloc[low:high]
        time = micros(mine["time"])
        for kind, device, which, words in [*_of_one(mine, time), *_zone(mine, zones or {})]:
            rows.append(_row(kind, str(names[codes[low]]), device, time[which], words))
    rows += _same_record(fixes)
    if not rows:
        return DOUBTS.empty()
    table = pd.DataFrame(rows)
    edges_utc = {c: from_micros(table[c].to_numpy(np.int64)).astype(UTC_US) for c in ("start", "end")}
    return DOUBTS.arrange(table.assign(**edges_utc, device_id=table["device_id"].astype("str")))


def _row(kind: str, wearer: str, device: str | None, time: Ints, words: str) -> dict[str, object]:
    edges = {"start": int(time.min()), "end": int(time.max()), "n_fixes": len(time)}
    return {"kind": kind, "wearer_id": wearer, "device_id": device, **edges, "words": words}


def _of_one(mine: pd.DataFrame, time: Ints) -> Iterator[Found]:
    lon, lat = (mine[c].to_numpy(np.float64) for c in ("lon", "lat"))
    quality = mine["quality"].to_numpy(np.int64)
    device = pd.factorize(mine["device_id"])[0]
    yield from _flagged(quality)
    yield from _overlap(time, lon, lat, device, mine["device_id"])
    yield from _steps(time, lon, lat, quality)
    for code in np.unique(device):
        which = device == code
        name = None if code < 0 else str(mine["device_id"].to_numpy()[which][0])
        yield from _repeats(lon, lat, which, name)
        yield from _grid(lon, lat, mine["accuracy_m"].to_numpy(np.float64), which, name)
        yield from _rest(time, lon, lat, which, name)
        yield from _radius(time, lon, lat, mine, which, name)
    yield from _delay(time, mine)
    yield from _far_dates(time)


def _flagged(quality: Ints) -> Iterator[Found]:
    none, jump = has(quality, Quality.NOT_A_FIX), has(quality, Quality.JUMP)
    if none.any():
        many = count_of(int(none.sum()), "position is", "positions are")
        yield "not_a_fix", None, none, f"{many} no fix by the device's own word; flagged, and without weight in answers."
    if jump.any():
        many = count_of(int(jump.sum()), "fix", "fixes")
        yield (
            "infeasible_step",
            None,
            jump,
            f"{many} could be reached by no journey from those around; without weight in answers.",
        )


def _overlap(time: Ints, lon: Floats, lat: Floats, device: Ints, names: pd.Series) -> Iterator[Found]:
    """Find fixes of one device made while another, fixed minutes before and after, was in a place that nobody can also be in."""
    which = np.zeros(len(time), bool)
    for one, other in permutations(np.unique(device[device >= 0])[:_MOST_DEVICES].tolist(), 2):
        at, held = np.flatnonzero(device == one), np.flatnonzero(device == other)
        next_ = np.clip(np.searchsorted(time[held], time[at]), 1, max(len(held) - 1, 1))
        if len(held) < _OVERLAP_PAIRS or len(at) < _OVERLAP_PAIRS:
            continue
        before, after = held[next_ - 1], held[next_]
        wait = time[after] - time[before]
        near = (time[at] >= time[before]) & (time[at] <= time[after]) & (wait > 0) & (wait <= _OVERLAP_MINUTES * _MINUTE_US)
        share = np.where(near, (time[at] - time[before]) / np.maximum(wait, 1), 0.0)
        there = [v[before] + share * (v[after] - v[before]) for v in (lon, lat)]
        apart = _apart_m(lon[at], lat[at], *there)
        far = near & (apart > _OVERLAP_M + _OVERLAP_MS * wait / 2e6)
        if far.sum() >= _OVERLAP_PAIRS:
            which[at[far]] = True
    if not which.any():
        return
    listed = ", ".join(sorted(set(names.to_numpy()[which].tolist()))[:4])
    yield (
        "devices_overlap",
        None,
        which,
        f"The devices {listed} of one wearer were in two places at once, at {int(which.sum()):,} fixes; they were not on "
        "one body. device= keeps one of them.",
    )


def _steps(time: Ints, lon: Floats, lat: Floats, quality: Ints) -> Iterator[Found]:
    """Find steps between usable fixes that not even an airliner makes."""
    at = np.flatnonzero(usable(quality))
    far = _steps_m(lon[at], lat[at]) > _OVERLAP_M + AIR_MS * np.diff(time[at]) / 1e6
    if far.any():
        which = np.zeros(len(time), bool)
        which[at[1:][far]] = which[at[:-1][far]] = True
        many = count_of(int(far.sum()), "step", "steps")
        words = f"{many} from one fix to the next that not even an aircraft makes; nothing is excluded across such a step."
        yield "infeasible_step", None, which, words


def _radius(time: Ints, lon: Floats, lat: Floats, mine: pd.DataFrame, which: Bools, name: str | None) -> Iterator[Found]:
    """Hold the stated radii against the scatter of half hours at rest."""
    at = np.flatnonzero(which & np.isfinite(mine["accuracy_m"].to_numpy(np.float64)) & usable(mine["quality"].to_numpy(np.int64)))
    if len(at) < _REST_FIXES:
        return
    half = pd.Series(time[at] // (30 * _MINUTE_US))
    table = pd.DataFrame({"lon": lon[at], "lat": lat[at], "half": half})
    middle = table.groupby("half")[["lon", "lat"]].transform("median")
    away = _apart_m(table["lon"].to_numpy(), table["lat"].to_numpy(), middle["lon"].to_numpy(), middle["lat"].to_numpy())
    by = pd.Series(away).groupby(half)
    still = by.transform(lambda v: v.quantile(0.9)) < _REST_WIDE_M
    rest = (still & (by.transform("size") >= 10) & (by.transform("median") > 0)).to_numpy()
    radius = mine["accuracy_m"].to_numpy(np.float64)[at]
    claimed = float(mine["accuracy_level"].iloc[at[0]])
    if rest.sum() < _REST_FIXES or half[rest].nunique() < _REST_BLOCKS:
        return
    inside = float((away[rest] <= radius[rest]).mean())
    holds, wide = float(np.median(radius[rest])), float(np.quantile(away[rest], 0.95))
    if inside < claimed / 3:
        words = f"At rest only {inside:.0%} of the fixes lay within the stated radius of {holds:.0f} m: it is too small."
    elif holds > max(_REST_LARGE * wide, _REST_LEAST_M):
        words = f"At rest 95 % of the fixes lay within {wide:.0f} m, but {holds:.0f} m are stated: feet, or a fixed figure?"
    else:
        return
    yield "radius_untrue", name, which, words


def _repeats(lon: Floats, lat: Floats, which: Bools, name: str | None) -> Iterator[Found]:
    mine = np.flatnonzero(which)
    same = (np.diff(lon[mine]) == 0) & (np.diff(lat[mine]) == 0)
    again = mine[1:][same]
    edges = np.flatnonzero(np.diff(np.concatenate([[0], same.astype(np.int8), [0]])))
    longest = int((edges[1::2] - edges[::2]).max()) if len(edges) else 0
    if len(again) < REPEATS or (longest < REPEATS and len(again) < _REPEATED_SHARE * len(mine)):
        return
    found = np.zeros(len(which), bool)
    found[again] = True
    share = 100 * len(again) / len(mine)
    yield (
        "repeated_position",
        name,
        found,
        f"{len(again):,} fixes ({share:.0f} %) repeat the position before them exactly; a receiver hardly does so by itself. "
        "Such repeats are one observation, not many.",
    )


def _grid(lon: Floats, lat: Floats, radius: Floats, which: Bools, name: str | None) -> Iterator[Found]:
    step = grid_step_deg(lon[which], lat[which])
    north, east = grid_size_m(step, lat[which])
    known = radius[which][np.isfinite(radius[which])]
    if not step or (len(known) and north <= float(np.median(known))):
        return
    decimals = round(-np.log10(step))
    yield (
        "coordinate_grid",
        name,
        which,
        f"The coordinates have {count_of(decimals, 'decimal', 'decimals')}: a grid of {north:,.0f} m by {east:,.0f} m, coarser "
        "than the radius says. It adds to the error of every fix.",
    )


def _rest(time: Ints, lon: Floats, lat: Floats, which: Bools, name: str | None) -> Iterator[Found]:
    """Find blocks of hours in which a device lies stiller than anybody wears it."""
    mine = np.flatnonzero(which)
    block = time[mine] // (_REST_HOURS * _HOUR_US)
    edges = np.flatnonzero(np.diff(block, prepend=-1, append=-1))
    still = np.zeros(len(which), bool)
    for low, high in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        one = mine[low:high]
        if len(one) < _FEW or time[one[-1]] - time[one[0]] < 0.8 * _REST_HOURS * _HOUR_US:
            continue
        wide = np.ptp(lon[one]) * np.cos(np.radians(lat[one[0]])), np.ptp(lat[one])
        if max(wide) * _METRES_PER_DEGREE <= _REST_M:
            still[one] = True
    if still.any():
        how = f"The device lay within {_REST_M:.0f} m for {_REST_HOURS} hours and more"
        words = f"{how}, stiller than anybody wears it: on a charger?"
        yield "at_rest", name, still, words


def _delay(time: Ints, mine: pd.DataFrame) -> Iterator[Found]:
    for column in ("recorded", "uploaded"):
        there = mine[column].notna().to_numpy()
        if there.sum() < _FEW:
            continue
        late = micros(mine[column])[there] - time[there]
        low, middle, high = np.quantile(late, (0.1, 0.5, 0.9))
        hours = round(middle / _HOUR_US)
        whole = abs(middle - hours * _HOUR_US) < 3 * _MINUTE_US or abs(hours) > _MOST_ZONES_H
        if hours and whole and high - low < 10 * _MINUTE_US:
            words = (
                f"The fixes were {column} {hours:+d} h after their own time, always: one of the two clocks is probably in "
                "another time zone. Answers near an edge of the time asked about may flip."
            )
            if abs(hours) > _MOST_ZONES_H:
                words = (
                    f"The fixes were {column} {hours / 24:+,.0f} days after their own time, always: no zones lie so far apart. "
                    "One of the two clocks was probably not set; dates may be wrong by as much."
                )
            yield "constant_delay", None, there, words
            return


def _zone(mine: pd.DataFrame, zones: Mapping[str, str]) -> Iterator[Found]:
    """Find times that state no zone, read in one that only a person vouches for."""
    for file, zone in zones.items():
        which = (mine["file"] == file).to_numpy()
        if which.any():
            words = (
                f"The times state no zone and were read as {zone}, as asked; nothing in the file proves it, and a clock an hour "
                "off is the commonest slip. An answer that an hour would turn round is held back."
            )
            yield "clock_offset", None, which, words


def _far_dates(time: Ints) -> Iterator[Found]:
    far = np.abs(time - np.median(time)) > _FAR_DAYS * 24 * _HOUR_US
    if far.any() and far.mean() <= _FAR_SHARE:
        many = count_of(int(far.sum()), "fix lies", "fixes lie")
        yield (
            "far_dates",
            None,
            far,
            f"{many} more than two years from most others: a clock that was not set, or a counter that ran over.",
        )


def _same_record(fixes: pd.DataFrame) -> list[dict[str, object]]:
    """Find wearers that share rows of the same moment and place: one record under two names."""
    if fixes["wearer_id"].nunique() < 2:
        return []
    keys = ["time", "lon", "lat"]
    shared = fixes[fixes.duplicated(keys, keep=False)][["wearer_id", *keys]].drop_duplicates()
    holders = shared.groupby(keys, sort=False)["wearer_id"].agg(tuple)
    counts: dict[tuple[str, str], list[pd.Timestamp]] = {}
    for (when, *_), wearers in holders[holders.str.len() > 1].items():
        for pair in combinations(sorted(wearers), 2):
            counts.setdefault(pair, []).append(when)
    size = fixes["wearer_id"].value_counts()
    rows = []
    for (one, other), moments in counts.items():
        if len(moments) >= min(_SAME_ROWS, size[one], size[other]) and len(moments) >= _SAME_SHARE * min(size[one], size[other]):
            words = f"{len(moments):,} fixes of {one} and {other} are the same, moment and place: one record under two names?"
            rows.append(_row("same_record", one, None, micros(pd.Series(moments).astype(UTC_US)), words))
    return rows


def _steps_m(lon: Floats, lat: Floats) -> Floats:
    return _apart_m(lon[:-1], lat[:-1], lon[1:], lat[1:])


def _apart_m(lon: Floats, lat: Floats, other_lon: Floats, other_lat: Floats) -> Floats:
    """Say how far positions lie from others, near enough for a doubt."""
    east = (other_lon - lon) * np.cos(np.radians((lat + other_lat) / 2))
    return np.asarray(np.hypot(east, other_lat - lat) * _METRES_PER_DEGREE)
