"""Where two rules differ about the same crimes and wearers, and why."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.base import InputError
from workbench.crimes.parameters import CIRCLE_M
from workbench.crimes.points import points_of
from workbench.crimes.scan import ABSENT, EXCLUDED, HIT, NOT_RUN, REASONS
from workbench.crimes.search import Search
from workbench.crimes.words import DIFFERENT

__all__ = ["compare"]

_ANSWERS = {HIT: "hit", EXCLUDED: "excluded"}
_NETWORK = ("wifi", "cell", "unknown")


def compare(first: Search, second: Search) -> pd.DataFrame:
    """List the pairs that one search matches and the other does not."""
    ours, theirs = (first, second) if first.parameters.method == "evidence" else (second, first)
    if ours.parameters.method == theirs.parameters.method:
        raise InputError("Both searches used the same rule.", where="other", do="Give one by method='circle-100m'.")
    if ours.windows.crime_id != theirs.windows.crime_id or ours.columns.wearers != theirs.columns.wearers:
        raise InputError("The two searches are about other crimes or wearers.", where="other", do="Use the same for both.")
    a, b = ours.scan, theirs.scan
    compared = ~(np.isin(a.state, (ABSENT, NOT_RUN)) | np.isin(b.state, (ABSENT, NOT_RUN)))
    rows = [_row(ours, theirs, c, w) for c, w in np.argwhere(compared & ((a.state == HIT) != (b.state == HIT))).tolist()]
    names = ["crime_id", "wearer_id", "evidence", "circle", "points", "closest_m", "stay_minutes", "why"]
    return pd.DataFrame(rows, columns=names).astype({"crime_id": "str", "wearer_id": "str", "why": "str"})


def _row(ours: Search, theirs: Search, c: int, w: int) -> tuple[str, str, str, str, int, float, float, str]:
    a, b = ours.scan, theirs.scan
    answer = _ANSWERS.get(int(a.state[c, w]), f"unknown: {REASONS[a.reason[c, w]]}")
    points, stay = int(b.inside[c, w]), float(a.stay_s[c, w]) / 60.0
    closest = float(np.fmin(a.closest_m[c, w], b.closest_m[c, w]))
    circle = "hit" if b.state[c, w] == HIT else "no match"
    return (
        ours.windows.crime_id[c],
        ours.columns.wearers[w],
        answer,
        circle,
        points,
        closest,
        stay,
        _why(ours, theirs, c, w, stay),
    )


def _why(ours: Search, theirs: Search, c: int, w: int, stay: float) -> str:
    a, b, asked = ours.scan, theirs.scan, ours.parameters
    count = int(b.inside[c, w])
    closest = float(np.fmin(a.closest_m[c, w], b.closest_m[c, w]))
    said = {
        "n": f"{count} {'point' if count == 1 else 'points'}",
        "radius": asked.radius_m,
        "minutes": asked.min_minutes,
        "stay": stay,
        "closest": closest,
    }
    if a.state[c, w] == HIT:
        wait = (theirs.windows.high_s[c] - theirs.windows.low_s[c]) / 60.0 / max(int(a.fixes[c, w]), 1)
        return DIFFERENT["fewer_points"].format(**said, wait=wait)
    if a.state[c, w] == EXCLUDED:
        return DIFFERENT["excluded"].format(**said)
    coarse = _widest_network(theirs, c, w)
    if coarse is not None:
        return DIFFERENT["coarse"].format(**said, most=coarse)
    if closest > asked.radius_m:
        return DIFFERENT["between_radii"].format(**said)
    return DIFFERENT["too_brief" if stay < asked.min_minutes else "other"].format(**said)


def _widest_network(theirs: Search, c: int, w: int) -> float | None:
    """Give the widest circle of the points where all of them are positions by networks."""
    points = points_of(theirs.columns, theirs.windows, theirs.tracks, c, w, within_m=CIRCLE_M)
    if not len(points) or not points["method"].isin(_NETWORK).all():
        return None
    return float(points["accuracy_m"].max())
