"""Made tracks of any length, for timing: somebody who stays, walks and drives. The same seed gives the same track."""

from __future__ import annotations

import numpy as np

from workbench.tables.tracks import Tracks
from workbench.testing import make_fixes, make_tracks


def wanderer(seed: int, size: int, *, every_s: float = 60.0, noise_m: float = 8.0, gap_share: float = 0.0007) -> Tracks:
    """Make the fixes of :func:`lived` without the truth."""
    return lived(seed, size, every_s=every_s, noise_m=noise_m, gap_share=gap_share)[0]


def lived(
    seed: int, size: int, *, every_s: float = 60.0, noise_m: float = 8.0, gap_share: float = 0.0007
) -> tuple[Tracks, np.ndarray]:
    """Make one wearer's fixes: hours at a few places, trips between them, errors that last, wild fixes, silences.

    Parameters
    ----------
    seed : int
        Of the random numbers.
    size : int
        Number of fixes.
    every_s : float
        Seconds between fixes.
    noise_m : float
        Per-axis error in metres, correlated over about five minutes.
    gap_share : float
        Share of fixes after which the tag is silent for 10 to 120 minutes.

    Returns
    -------
    Tracks, numpy.ndarray of bool
        The fixes, and which of them were reported at rest.
    """
    rng = np.random.default_rng(seed)
    places = rng.uniform(-6000, 6000, (8, 2))
    legs, still, here = [np.empty((0, 2))], [], places[0]
    while sum(still) < size:
        stay = max(int(rng.lognormal(4.6, 0.9) * 60 / every_s), 1)
        there = places[rng.integers(len(places))]
        steps = max(int(np.hypot(*(there - here)) / rng.choice([1.4, 7.0]) / every_s), 1)
        leg = here + np.linspace(0, 1, steps, endpoint=False)[:, None] * (there - here)
        legs += [np.repeat(here[None], stay, axis=0), leg]
        still += [stay, steps]
        here = there
    path, rests = np.concatenate(legs), np.repeat(np.arange(len(still)) % 2 == 0, still)
    keep = np.exp(-every_s / 300.0)
    error = rng.normal(0, noise_m, (size, 2))
    for i in range(1, size):
        error[i] = keep * error[i - 1] + np.sqrt(1 - keep * keep) * error[i]
    wild = rng.random(size) < 0.005
    error[wild] += rng.normal(0, 300, (int(wild.sum()), 2))
    silence = np.where(rng.random(size) < gap_share, rng.uniform(10, 120, size), 0.0)
    minutes = np.arange(size) * every_s / 60.0 + np.cumsum(silence)
    xy = path[:size] + error
    tracks = make_tracks(make_fixes(minutes=minutes, x=xy[:, 0], y=xy[:, 1], accuracy_m=2.45 * noise_m))
    return tracks, rests[:size]
