"""The compiled rules for stays again, in plain numpy: dwells, their joining, the repair of cut stays, their summaries."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workbench.trajectory.stay_repair import RepairLimits
from workbench.trajectory.trails import Floats, Ints

__all__ = ["dwells", "join", "repair", "summaries"]

Flags = NDArray[np.bool_]


def dwells(
    time: Ints, x: Floats, y: Floats, slack: Floats, limit_m: float, shortest: int, silence: int, leave: int
) -> tuple[Ints, Ints, Flags]:
    """Find dwells: runs whose fixes can all have been within one diameter of each other."""
    # A dwell grows from a first fix. A fix joins it if it can lie within `limit_m` of every fix that has joined, each being
    # allowed its own slack. It ends at a silence longer than `silence` since the last fix that joined, or when `leave` fixes in
    # a row do not join. Until it has lasted `shortest`, one fix that does not join is borne, or one in ten. If it lasts
    # `shortest` or longer it is kept and the next begins after it; else the next begins one fix later. Source: Lachesis rule
    # (Hariharan and Toyama 2004) with own additions.
    size = len(time)
    found: list[tuple[int, int]] = []
    joined = np.zeros(size, bool)
    i = 0
    while i < size and time[-1] - time[i] >= shortest:
        ripe = int(np.searchsorted(time, time[i] + shortest))
        members, away, wild = [i], 0, 0
        for k in range(i + 1, size):
            if time[k] - time[members[-1]] > silence:
                break
            gaps = np.hypot(x[members] - x[k], y[members] - y[k]) - slack[members] - slack[k]
            if gaps.max() <= limit_m:
                members.append(k)
                away = 0
                continue
            away, wild = away + 1, wild + 1
            if away == leave or (k <= ripe and wild > 1 and 10 * wild > ripe - i):
                break
        last = members[-1]
        if last > i and time[last] - time[i] >= shortest:
            found.append((i, last))
            joined[members] = True
            i = last + 1
        else:
            i += 1
    edges = np.array(found, np.int64).reshape(-1, 2)
    return edges[:, 0], edges[:, 1], joined


def join(
    time: Ints,
    x: Floats,
    y: Floats,
    sigma: Floats,
    slack: Floats,
    fresh: Floats,
    firsts: Ints,
    lasts: Ints,
    member: Flags,
    shortest: int,
    silence: int,
    near_m: float,
    soon_us: float,
    far_m: float,
    limit_m: float,
    leave: int,
    pace_scale: float,
) -> tuple[Ints, Ints, Flags]:
    """Fit dwells to their place and join those that are one stay."""
    # From both ends of a dwell fixes are taken off that lie farther than half of `limit_m` from its centre, slack allowed: they
    # belong to coming and going. What is then too short is dropped. Then both ends grow over fixes within reach, until `leave`
    # fixes in a row are not, a silence is longer than `silence`, or the next stay is met; the reach is half of `limit_m`, or
    # what would hold 95 % of fixes scattered like those of the stay, up to `limit_m`. A stay is joined to the one before it if
    # less than `soon_us` passed and their centres are closer than `near_m` and three standard errors of the centres allow,
    # unless `leave` fixes in a row between them were farther than `far_m` from the earlier centre. Then every fix of a stay
    # within its reach counts, the reach is taken anew, and the ends grow once more. In the end a stay must have lasted longer
    # than a walk across it would, the doubt of its median fix included, or hold fixes without much doubt that alone lasted
    # `shortest`: else it may be a journey seen through wide circles.
    kept, half = member.copy(), 0.5 * limit_m

    def reach(centre: Floats, fixes: Ints) -> float:
        scatter = np.sqrt(np.mean((x[fixes] - centre[0]) ** 2 + (y[fixes] - centre[1]) ** 2) / 2)
        return min(limit_m, max(half, float(np.sqrt(-2 * np.log(0.05)) * scatter)))

    def grow(fitted: list[_Fitted]) -> list[_Fitted]:
        grown: list[_Fitted] = []
        for s, stay in enumerate(fitted):
            before = grown[-1].last if grown else -1
            after = fitted[s + 1].first if s + 1 < len(fitted) else len(time)
            ends = []
            for path in (np.arange(stay.first, before, -1), np.arange(stay.last, after)):
                close = _away(x, y, slack, stay.centre, path) <= stay.reach_m
                close[0] = True
                good = np.flatnonzero(close)
                pause = np.abs(np.diff(time[path[good]])) > silence
                over = np.flatnonzero((np.diff(good) > leave) | pause)
                good = good[: over[0] + 1] if len(over) else good
                kept[path[good]] = True
                ends.append(int(path[good[-1]]))
            grown.append(stay._replace(first=ends[0], last=ends[1]))
        return grown

    fitted: list[_Fitted] = []
    for a, b in zip(firsts.tolist(), lasts.tolist(), strict=True):
        mine = a + np.flatnonzero(member[a : b + 1])
        at = mine[_away(x, y, slack, _centre(x, y, sigma, mine), mine) <= half]
        kept[a : b + 1] = False
        if len(at) >= 2 and time[at[-1]] - time[at[0]] >= shortest:
            mine = mine[(mine >= at[0]) & (mine <= at[-1])]
            kept[mine] = True
            middle = _centre(x, y, sigma, mine)
            each = sigma[mine] ** -2
            known = max(float((fresh[mine] * each).sum()), float(each.max()))
            fitted.append(_Fitted(int(mine[0]), int(mine[-1]), middle, float(each.sum()), reach(middle, mine), known))
    stays: list[_Fitted] = []
    for stay in grow(fitted):
        if stays:
            old = stays[-1]
            beyond = _away(x, y, slack, old.centre, np.arange(old.last + 1, stay.first)) > far_m
            strays = any(beyond[k : k + leave].all() for k in range(len(beyond) - leave + 1))
            apart = float(np.hypot(*(stay.centre - old.centre)))
            close = near_m + 3.0 * np.sqrt(1.0 / stay.known + 1.0 / old.known)
            if time[stay.first] - time[old.last] < soon_us and apart < close and not strays:
                both = old.weight + stay.weight
                middle = (old.centre * old.weight + stay.centre * stay.weight) / both
                reaches, known = max(old.reach_m, stay.reach_m), old.known + stay.known
                stays[-1] = _Fitted(old.first, stay.last, middle, both, reaches, known)
                continue
        stays.append(stay)
    for s, stay in enumerate(stays):
        every = np.arange(stay.first, stay.last + 1)
        kept[every] |= _away(x, y, slack, stay.centre, every) <= stay.reach_m
        stays[s] = stay._replace(reach_m=reach(stay.centre, every[kept[every]]))
    lasting = []
    for stay in grow(stays):
        every = np.arange(stay.first, stay.last + 1)
        mine = every[kept[every]]
        doubts, sharp = np.sort(slack[mine]), time[mine[slack[mine] <= half]]
        crossing = (limit_m + 2.0 * doubts[len(doubts) // 2]) / pace_scale
        if time[stay.last] - time[stay.first] >= crossing or (len(sharp) and sharp[-1] - sharp[0] >= shortest):
            lasting.append(stay)
        else:
            kept[every] = False
    edges = np.array([s[:2] for s in lasting], np.int64).reshape(-1, 2)
    return edges[:, 0], edges[:, 1], kept


class _Fitted(NamedTuple):
    first: int
    last: int
    centre: Floats
    weight: float
    reach_m: float
    known: float


def _centre(x: Floats, y: Floats, sigma: Floats, fixes: Ints) -> Floats:
    weight = sigma[fixes] ** -2
    return np.array([x[fixes] @ weight, y[fixes] @ weight]) / weight.sum()


def _away(x: Floats, y: Floats, slack: Floats, centre: Floats, fixes: Ints) -> Floats:
    return np.hypot(x[fixes] - centre[0], y[fixes] - centre[1]) - slack[fixes]


def summaries(
    time: Ints,
    x: Floats,
    y: Floats,
    sigma: Floats,
    kind: Ints,
    tau: Floats,
    floor_share: float,
    member: Flags,
    first: Ints,
    last: Ints,
    share: float,
) -> tuple[Floats, Floats, Floats, Floats, Ints]:
    """Describe stays: centre, spread, standard error of the centre, number of fixes."""
    # Each fix weighs as much as its error is small and as it says something new: the inverse square of its sigma, times the
    # time since the last fix of its kind over that kind's correlation time, between `floor_share` and one. Source: weighted
    # mean; tempering as in :func:`workbench.position_error.error_mixture.tempering`.
    rows = []
    for a, b in zip(first.tolist(), last.tolist(), strict=True):
        at = a + np.flatnonzero(member[a : b + 1])
        new = np.ones(len(at))
        for code in range(len(tau)):
            same = np.flatnonzero(kind[at] == code)
            new[same[1:]] = np.clip(np.diff(time[at[same]]) / tau[code], floor_share, 1.0)
        weight = new / sigma[at] ** 2
        cx, cy = float(x[at] @ weight / weight.sum()), float(y[at] @ weight / weight.sum())
        spread = np.sort(np.hypot(x[at] - cx, y[at] - cy))[max(int(np.ceil(share * len(at))) - 1, 0)]
        rows.append((cx, cy, float(spread), float(weight.sum() ** -0.5), len(at)))
    made = np.array(rows, float).reshape(-1, 5)
    return made[:, 0], made[:, 1], made[:, 2], made[:, 3], made[:, 4].astype(np.int64)


class _Stay(NamedTuple):
    first: int
    last: int
    centre: Floats
    weight: float
    known: float
    told: float
    healed: bool


def repair(
    time: Ints,
    x: Floats,
    y: Floats,
    sigma: Floats,
    slack: Floats,
    fresh: Floats,
    first: Ints,
    last: Ints,
    member: Flags,
    shortest: int,
    limits: RepairLimits,
) -> tuple[Ints, Ints, Flags]:
    """Make stays whole that bad reception cut, then draw in their ends."""
    # Two stays in a row are one if no fix lies between them, the tag kept its resting pace from one to the other, and the one
    # of fewer fixes lasted no longer than `astray_us` and said no more than `astray_told` things anew: then those fixes were
    # wrong together. A stay and the next, or the next
    # but one, are one if their centres are closer than `near_m` and three standard errors allow, at most `burst` fixes lie
    # between them, no silence longer than `silence_us`, and less than `pause_us` passed. The centre of the part of more fixes
    # is kept; fixes within reach of it count, the others do not. In the end fixes are taken off both ends of a stay that lie
    # farther from its centre than `round_times` the median distance of its fixes, but never nearer than `closest_m`, slack
    # allowed: they belong to coming and going. What would then be shorter than `shortest` keeps its ends.
    kept = member.copy()
    stays: list[_Stay] = []
    for a, b in zip(first.tolist(), last.tolist(), strict=True):
        mine = a + np.flatnonzero(member[a : b + 1])
        each = sigma[mine] ** -2
        known = max(float((fresh[mine] * each).sum()), float(each.max()))
        stays.append(
            _Stay(
                a,
                b,
                np.array([x[mine] @ each, y[mine] @ each]) / each.sum(),
                float(len(mine)),
                known,
                float(fresh[mine].sum()),
                False,
            )
        )
        while len(stays) > 1:
            parts = 2 if _kept_still(time, stays[-2], stays[-1], limits) or _same(time, stays[-2], stays[-1], limits) else 0
            if not parts and len(stays) > 2 and _same(time, stays[-3], stays[-1], limits):
                parts = 3
            if not parts:
                break
            old, new = stays[-parts], stays[-1]
            more = new if new.weight > old.weight else old
            whole = _Stay(
                old.first, new.last, more.centre, old.weight + new.weight, max(old.known, new.known), old.told + new.told, True
            )
            stays[-parts:] = [whole]
    edges = []
    for stay in stays:
        every = np.arange(stay.first, stay.last + 1)
        far = np.hypot(x[every] - stay.centre[0], y[every] - stay.centre[1])
        sure = far - slack[every]
        middle = np.sort(far[kept[every]])[int(kept[every].sum()) // 2]
        tight = max(limits.round_times * middle, limits.closest_m)
        if stay.healed:
            kept[every] = sure <= max(tight, limits.near_m)
        good = every[kept[every] & (sure <= tight)]
        a, b = (int(good[0]), int(good[-1])) if len(good) else (stay.first, stay.last)
        if time[b] - time[a] < shortest:
            a, b = stay.first, stay.last
        kept[every[(every < a) | (every > b)]] = False
        kept[[a, b]] = True
        edges.append((a, b))
    made = np.array(edges, np.int64).reshape(-1, 2)
    return made[:, 0], made[:, 1], kept


def _kept_still(time: Ints, old: _Stay, new: _Stay, limits: RepairLimits) -> bool:
    wait = time[new.first] - time[old.last]
    less = old if new.weight > old.weight else new
    brief = time[less.last] - time[less.first] <= limits.astray_us and less.told <= limits.astray_told
    return bool(brief and new.first == old.last + 1 and limits.rest_us[0] <= wait <= limits.rest_us[1])


def _same(time: Ints, old: _Stay, new: _Stay, limits: RepairLimits) -> bool:
    close = limits.near_m + 3.0 * np.sqrt(1.0 / old.known + 1.0 / new.known)
    between = time[old.last : new.first + 1]
    soon = between[-1] - between[0] < limits.pause_us and len(between) - 2 <= limits.burst
    return bool(soon and np.diff(between).max() <= limits.silence_us and np.hypot(*(old.centre - new.centre)) < close)
