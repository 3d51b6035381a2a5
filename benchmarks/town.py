"""A made town of people who share places: homes, work, three places all go to, forty that some go to. For timing meetings."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.signal import lfilter

from workbench.tables.load import LoadReport
from workbench.tables.tracks import Tracks

SIDE_M, WORKPLACES, COMMON, HAUNTS, OWN = 6000.0, 30, 3, 40, 4
NOISE_M, LASTS_S = 8.0, 300.0
DEGREES = (1.0 / 69_500.0, 1.0 / 111_200.0)


def town(
    wearers: int, days: int = 90, *, every_s: float = 60.0, seed: int = 7, apart_m: float = 0.0, noise_m: float = NOISE_M
) -> Tracks:
    """Make the fixes of people of one town, or each of a town of his own.

    Nights at home, five days a week at one of thirty places of work, then up to three visits: to one of the three places all
    go to, to one of four of his own out of forty, or somewhere. Homes lie anywhere, so some are next door. Errors last five
    minutes.

    Parameters
    ----------
    wearers, days : int
        How many.
    every_s : float
        Seconds between fixes: 60, or 216 for a tag that reports 400 times a day.
    seed : int
        Of the random numbers.
    apart_m : float
        How far each wearer's town lies from the next; 0 for one town.
    noise_m : float
        Error per axis, metres.

    Returns
    -------
    Tracks
        The columns that detectors need.
    """
    rng = np.random.default_rng(seed)
    half = SIDE_M / 2
    work, common, haunts = (rng.uniform(-half, half, (n, 2)) for n in (WORKPLACES, COMMON, HAUNTS))
    parts = []
    for k in range(wearers):
        spots = [rng.uniform(-half, half, 2), work[rng.integers(WORKPLACES)], common, haunts[rng.choice(HAUNTS, OWN, False)]]
        when, where = _life(rng, days, *spots)
        at = np.arange(0.0, days * 86_400.0, every_s) + rng.uniform(0, every_s)
        keep = np.exp(-every_s / LASTS_S)
        draws = rng.normal(0, noise_m * np.sqrt(1 - keep * keep), (2, len(at)))
        xy = [np.interp(at, when, where[:, i]) + lfilter([1.0], [1.0, -keep], draws[i]) for i in range(2)]
        parts.append((at, xy[0] + k * apart_m, xy[1]))
    at, x, y = (np.concatenate(v) for v in zip(*parts, strict=True))
    size = [len(p[0]) for p in parts]
    time = pd.to_datetime(np.round(at * 1e6).astype("int64") + 1_772_409_600_000_000, unit="us", utc=True)
    names = pd.array([f"W{k + 1:04d}" for k in range(wearers)], dtype="str").take(np.repeat(np.arange(wearers), size))
    frame = pd.DataFrame(
        {
            "wearer_id": names,
            "time": time,
            "lon": 1.2 + x * DEGREES[0],
            "lat": 51.4 + y * DEGREES[1],
            "accuracy_m": 2.45 * noise_m,
            "accuracy_level": 0.95,
            "method": pd.array(["gnss"], dtype="str").take(np.zeros(len(at), int)),
            "quality": np.zeros(len(at), np.int64),
        }
    )
    return Tracks(frame, LoadReport(len(frame), len(frame)))


def _life(
    rng: np.random.Generator, days: int, home: np.ndarray, job: np.ndarray, common: np.ndarray, own: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """When somebody came to and left each place, in seconds, and where those places are."""
    when, where, here = [0.0], [home], home

    def go(there: np.ndarray, leave: float, until: float) -> None:
        nonlocal here
        way = float(np.hypot(*(there - here)))
        start = max(leave, when[-1] + 1.0)
        arrive = start + way / (1.4 if way < 800 else 7.0) + 1.0
        when.extend([start, arrive, max(until, arrive + 60.0)])
        where.extend([here, there, there])
        here = there

    for day in range(days):
        dawn = day * 86_400.0
        if day % 7 < 5:
            go(job, dawn + rng.normal(8.0, 0.5) * 3600, dawn + rng.normal(16.5, 0.7) * 3600)
        else:
            when.append(max(when[-1] + 1.0, dawn + rng.normal(11.0, 1.0) * 3600))
            where.append(here)
        for _ in range(rng.integers(4)):
            kind = rng.random()
            there = common[rng.integers(len(common))] if kind < 0.4 else own[rng.integers(len(own))]
            go(there if kind < 0.8 else rng.uniform(-SIDE_M / 2, SIDE_M / 2, 2), when[-1], when[-1] + rng.uniform(15, 90) * 60)
        go(home, when[-1], when[-1] + 60.0)
    return np.array(when), np.array(where)
