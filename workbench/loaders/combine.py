"""Several settled files into one sorted fixes table, whatever the order of its files, with the flags that need all rows."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from workbench.base import Quality, has
from workbench.geo import MEAN_RADIUS_M
from workbench.loaders.audit_rows import Settled
from workbench.loaders.side_by_side import taken
from workbench.loaders.values import plain
from workbench.position_error import jumps, sigma_m, worth_a_look
from workbench.tables import FIXES
from workbench.time import micros

__all__ = ["combine", "far_from_rest", "mark_duplicates"]

_CELL_KM = 100.0
_FEW = 3
_MANY = 20
_HOUR_US = 3_600_000_000
_HOURLY, _HALF_MINUTE_US = 1.5, 30_000_000


def far_from_rest(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Find fixes with at most two companions within 100 km, in a load that has many fixes elsewhere."""
    # Fixes are counted in cubes of 100 km; a cube and its 26 neighbours hold every fix within 100 km.
    if len(lon) < _MANY:
        return np.zeros(len(lon), bool)
    a, b = np.radians(lon), np.radians(lat)
    across = np.cos(b)
    place = (across * np.cos(a), across * np.sin(a), np.sin(b))
    cubes = [np.floor(p * (MEAN_RADIUS_M / 1000.0 / _CELL_KM)).astype(np.int64) + 100 for p in place]
    codes, keys = pd.factorize(cubes[0] * 1_000_000 + cubes[1] * 1000 + cubes[2])
    count = dict(zip(keys.tolist(), np.bincount(codes).tolist(), strict=True))
    steps = [x * 1_000_000 + y * 1000 + z for x, y, z in product((-1, 0, 1), repeat=3)]
    lonely = [count[k] <= _FEW and sum(count.get(k + s, 0) for s in steps) <= _FEW for k in keys.tolist()]
    return np.asarray(lonely, bool)[codes]


Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def mark_duplicates(fixes: pd.DataFrame, time: Ints, wearer: Ints, supplied: Bools, quality: Ints) -> list[str]:
    """Flag repeats and same-time fixes, in place in `quality`."""
    lon, lat = fixes["lon"].to_numpy(np.float64), fixes["lat"].to_numpy(np.float64)
    notes = []
    again = _same_place(time, wearer, lon, lat)
    if supplied.any():
        same_id = _same_id(fixes["fix_id"], wearer, supplied)
        changed = same_id & ~again
        if changed.any():
            notes.append(
                f"{int(changed.sum()):,} fix ids occur again with another time or position; the earliest counts, "
                "the others are flagged as duplicates."
            )
        again = again | same_id
    quality[again] |= int(Quality.DUPLICATE)
    live = np.flatnonzero(~again)
    tie = (np.diff(time[live]) == 0) & (np.diff(wearer[live]) == 0)
    both = np.concatenate([tie, [False]]) | np.concatenate([[False], tie])
    quality[live[both[: len(live)]]] |= int(Quality.SAME_TIME)
    return notes


def _same_place(time: Ints, wearer: Ints, lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Bools:
    """Mark fixes whose wearer, time and position were there before; only ties in time are looked at."""
    again = np.zeros(len(time), bool)
    tie = (np.diff(time) == 0) & (np.diff(wearer) == 0)
    if tie.any():
        member = np.flatnonzero(np.concatenate([tie, [False]]) | np.concatenate([[False], tie]))
        keys = pd.DataFrame({"w": wearer[member], "t": time[member], "x": lon[member], "y": lat[member]})
        again[member] = keys.duplicated().to_numpy()
    return again


def _same_id(ids: pd.Series, wearer: Ints, supplied: Bools) -> Bools:
    try:
        number = pc.cast(plain(ids), pa.int64())
    except pa.ArrowInvalid:
        number = None
    if number is not None and number.null_count == 0:
        sorted_ids = np.sort(number.to_numpy())
        if bool((np.diff(sorted_ids) > 0).all()):
            return np.zeros(len(wearer), bool)
    codes = pd.factorize(ids)[0].astype(np.int64)
    keys = pd.Series(wearer * (int(codes.max()) + 2) + codes + 1)
    return keys.duplicated().to_numpy() & supplied


_TIES = ["wearer_id", "time", "fix_id", "file", "row"]


def combine(parts: list[Settled]) -> tuple[pd.DataFrame, list[str]]:
    """Join the kept rows of several files, sort them, and set the flags that need them all."""
    # Fixes of one time stand in the order of their ids, else in that of their file: a recorder that knows minutes only still
    # writes one fix after the other. The order of the files changes nothing.
    full = [p.kept for p in parts if len(p.kept)]
    if not full:
        return FIXES.empty(), []
    load = np.repeat(np.arange(len(full)), [len(k) for k in full])
    fixes = pd.concat(full, ignore_index=True) if len(full) > 1 else full[0]
    names, wearer = _codes(fixes["wearer_id"])
    time = micros(fixes["time"])
    quality = fixes["quality"].to_numpy(np.int64, copy=True)
    grouped = _grouped(wearer, load)
    leapt = _leapt(grouped, time, wearer, load)
    quality[leapt] |= int(Quality.CLOCK_FAULT)
    quality[_out_of_order(grouped[~leapt[grouped]], time, wearer, load)] |= int(Quality.OUT_OF_ORDER)
    supplied = fixes["fix_id"].notna().to_numpy()
    fixes = fixes.assign(quality=quality)
    order = _sorted(grouped, fixes, time, wearer)
    if order is not None:
        fixes, time, wearer, supplied = taken(fixes, order), time[order], wearer[order], supplied[order]
    quality = fixes["quality"].to_numpy(np.int64, copy=True)
    notes = mark_duplicates(fixes, time, wearer, supplied, quality)
    _mark_jumps(fixes, time, wearer, quality)
    far = far_from_rest(fixes["lon"].to_numpy(np.float64), fixes["lat"].to_numpy(np.float64))
    quality[far] |= int(Quality.FAR_FROM_REST)
    fixes = fixes.assign(quality=quality, fix_id=_ids(fixes, supplied))
    return FIXES.validate(FIXES.arrange(fixes)), notes + _said(quality, len(names))


def _codes(wearer: pd.Series) -> tuple[list[str], Ints]:
    """Number the wearers in the order of their ids."""
    codes, names = pd.factorize(wearer)
    order = np.argsort(np.asarray(names, dtype=object))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return [str(names[i]) for i in order], rank[codes]


def _grouped(wearer: Ints, load: Ints) -> Ints:
    """Give the rows wearer by wearer, each in the order of its files and rows."""
    few = len(wearer) and int(wearer.max()) < 2**15
    return np.argsort(wearer.astype(np.int16), kind="stable") if few else np.lexsort((load, wearer))


def _out_of_order(order: Ints, time: Ints, wearer: Ints, load: Ints) -> NDArray[np.bool_]:
    """Mark rows that are earlier than the row of the same wearer before them in their file."""
    back = (np.diff(time[order]) < 0) & (np.diff(wearer[order]) == 0) & (np.diff(load[order]) == 0)
    found = np.zeros(len(time), bool)
    found[order[1:][back]] = True
    return found


def _leapt(order: Ints, time: Ints, wearer: Ints, load: Ints) -> NDArray[np.bool_]:
    """Mark rows whose clock leapt ahead by whole hours and back again: less these hours they fit between their neighbours."""
    # Only where that explains every step back of a file: one that holds rows sent late has others, and they say nothing.
    found = np.zeros(len(time), bool)
    at, step = time[order], np.diff(time[order])
    same = (np.diff(wearer[order]) == 0) & (np.diff(load[order]) == 0)
    back = np.flatnonzero(same & (step < 0))
    edge = np.concatenate([[0], np.flatnonzero(~same) + 1, [len(order)]])
    block = np.searchsorted(edge, back, side="right") - 1
    for one in np.unique(block).tolist():
        low, high = int(edge[one]), int(edge[one + 1])
        usual = _HOURLY * float(np.median(np.abs(step[low : high - 1]))) + _HALF_MINUTE_US
        leaps = [_leap(at, step, low, end, usual) for end in back[block == one].tolist()]
        told = [leap for leap in leaps if leap is not None]
        if len(told) == len(leaps) and 4 * sum(b - a for a, b in told) < high - low:
            for a, b in told:
                found[order[a:b]] = True
    return found


def _leap(at: Ints, step: Ints, low: int, end: int, usual_us: float) -> tuple[int, int] | None:
    """Give the rows between a leap ahead and the step back that ends at a row, if less whole hours they follow one another."""
    ahead = low + np.flatnonzero(step[low:end] > _HOUR_US // 2)
    if not len(ahead):
        return None
    start = int(ahead[-1])
    hours = round((float(step[start]) - float(step[end])) / 2 / _HOUR_US) * _HOUR_US
    into, onward = float(step[start]) - hours, float(step[end]) + hours
    return (start + 1, end + 1) if 0 < into <= usual_us and 0 < onward <= usual_us else None


def _sorted(order: Ints, fixes: pd.DataFrame, time: Ints, wearer: Ints) -> Ints | None:
    """Give the order by wearer and time, ties by the fixes themselves; None when they stand so already."""
    step, same = np.diff(time[order]), np.diff(wearer[order]) == 0
    if (same & (step < 0)).any():
        order = np.lexsort((time, wearer))
        step = np.diff(time[order])
    tie = same & (step == 0)
    if tie.any():
        member = np.concatenate([tie, [False]]) | np.concatenate([[False], tie])
        subset = fixes.iloc[order[member]][_TIES]
        length = subset["fix_id"].str.len()
        ranked = subset.assign(_length=length).sort_values([*_TIES[:2], "_length", *_TIES[2:]], kind="stable")
        order[member] = ranked.index.to_numpy()
    return None if bool((np.diff(order) == 1).all()) else order


def _ids(fixes: pd.DataFrame, supplied: NDArray[np.bool_]) -> pd.Series:
    """Keep supplied ids; others become file and row."""
    if supplied.all():
        return fixes["fix_id"]
    made = pc.binary_join_element_wise(
        pa.array(fixes["file"], pa.string()), pc.cast(pa.array(fixes["row"].to_numpy()), pa.string()), ":"
    )
    made = pd.Series(made.to_pandas(), index=fixes.index).astype("str")
    return made if not supplied.any() else fixes["fix_id"].fillna(made)


def _mark_jumps(fixes: pd.DataFrame, time: Ints, wearer: Ints, quality: Ints) -> None:
    """Flag the jumps of each device by itself: of two devices of one wearer, one at home, neither is a jump of the other."""
    sound = np.flatnonzero(~has(quality, Quality.DUPLICATE | Quality.CLOCK_FAULT))
    track, order = _tracks(fixes["device_id"], wearer)
    sound = sound if order is None else order[np.isin(order, sound)]
    lon, lat = (fixes[c].to_numpy(np.float64) for c in ("lon", "lat"))
    if not worth_a_look(time[sound], lon[sound], lat[sound], track[sound]):
        return
    radius, level = (fixes[c].to_numpy(np.float64) for c in ("accuracy_m", "accuracy_level"))
    codes, names = pd.factorize(fixes["method"])
    sigma = np.empty(len(fixes))
    for code, method in enumerate(names):
        mine = codes == code
        sigma[mine] = sigma_m(radius[mine], level[mine], np.full(int(mine.sum()), str(method)))
    found = jumps(time[sound], lon[sound], lat[sound], sigma[sound], track[sound])
    quality[sound[found]] |= int(Quality.JUMP)


def _tracks(device: pd.Series, wearer: Ints) -> tuple[Ints, Ints | None]:
    """Number the devices of each wearer, and give the rows device by device; None where they stand so already."""
    codes, _ = pd.factorize(device)
    track = wearer * (int(codes.max(initial=-1)) + 2) + codes + 1
    changes = np.diff(track) != 0
    if int(changes.sum()) < len(np.unique(track[np.append(True, changes)])):
        return track, None
    return track, np.argsort(track, kind="stable")


def _said(quality: Ints, wearers: int) -> list[str]:
    words = (
        (Quality.DUPLICATE, "repeat another fix of the load"),
        (Quality.OUT_OF_ORDER, "stood out of time order in their file"),
        (Quality.SAME_TIME, "share their time with a fix elsewhere"),
        (Quality.JUMP, "could only be reached at more than 200 km/h, or lie out and back as no vehicle turns"),
        (Quality.FAR_FROM_REST, "lie far from all others"),
        (Quality.CLOCK_FAULT, "have clocks that disagree or an impossible date"),
        (Quality.WEAK_ACCURACY, "have a circle wider than 200 m"),
        (Quality.NO_ACCURACY, "have no radius"),
    )
    counts = [(int(has(quality, flag).sum()), text) for flag, text in words]
    return [f"{count:,} of {len(quality):,} fixes {text}; they are flagged and stay." for count, text in counts if count]
