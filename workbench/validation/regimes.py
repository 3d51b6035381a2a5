"""What a tag might have lost or do worse: fixes dropped, a hole in the time asked about, errors doubled."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.simulation import Simulation
from workbench.tables import Tracks
from workbench.time import micros

__all__ = ["ALONE", "HIDDEN", "KEPT_SHARE", "MADE", "hidden_hole", "hole", "is_hidden", "thinned", "with_worse_tag"]

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

MADE = ("full", "thin", "gap")
"""Which regimes the sampler makes unless asked for others."""

ALONE = ("wifi", "cell")
"""Regimes in which only the fixes of one coarse method are left; the sampler makes them where asked."""

KEPT_SHARE = 0.2
"""Share of the fixes that thin data keep."""

HIDDEN = "hidden"
"""A claim wholly within a silence that leaves plenty of time for it."""

_TRAVEL_MS = 10.0  # door to door in a town
_PLENTY = 4.0


def thinned(n: int, rng: np.random.Generator) -> Bools:
    """Choose the fixes that a thin record keeps."""
    # See docs/methods.md#sampled-claims.
    return rng.random(n) < KEPT_SHARE


def hole(t_s: Floats, start_s: float, end_s: float, rng: np.random.Generator) -> Bools:
    """Choose the fixes left by a silence of 15 to 60 minutes that touches the time asked about."""
    # See docs/methods.md#sampled-claims.
    length = 60.0 * rng.uniform(15, 60)
    begin = rng.uniform(start_s - length / 2, end_s - length / 2)
    return (t_s < begin) | (t_s > begin + length)


def hidden_hole(t_s: Floats, start_s: float, end_s: float, rng: np.random.Generator) -> Bools:
    """Choose the fixes left by a silence that covers the whole time asked about, and up to half an hour on either side."""
    return (t_s < start_s - 60.0 * rng.uniform(5, 30)) | (t_s > end_s + 60.0 * rng.uniform(5, 30))


def is_hidden(t_s: Floats, away_m: Floats, start_s: float, end_s: float) -> bool:
    """Say whether a time lies wholly within a silence longer than four times the way to a place and back."""
    # See docs/methods.md#sampled-claims; the speed is our own choice.
    if ((t_s >= start_s) & (t_s <= end_s)).any():
        return False
    after = int(np.searchsorted(t_s, end_s, "right"))
    if not 0 < after < len(t_s) or min(away_m[after - 1], away_m[after]) <= 0:
        return False
    return bool(t_s[after] - t_s[after - 1] > _PLENTY * (away_m[after - 1] + away_m[after]) / _TRAVEL_MS)


def with_worse_tag(sim: Simulation, *, error_factor: float = 2.0) -> Simulation:
    """Move every fix away from the truth, and say nothing of how exact it is.

    Parameters
    ----------
    sim : Simulation
        From ``wb.simulate``.
    error_factor : float
        Every fix then lies this many times as far from where the wearer truly was.
    """
    # Errors twice as wide: docs/validation.md. The truth between its rows, ten seconds apart, is taken to be straight.
    fixes = sim.tracks.fixes.copy()
    for wearer in sim.tracks.wearers:
        rows = (fixes["wearer_id"] == wearer).to_numpy()
        true = sim.truth[sim.truth["wearer_id"] == wearer]
        at, then = micros(fixes.loc[rows, "time"]).astype(float), micros(true["time"]).astype(float)
        for name in ("lon", "lat"):
            exact = np.interp(at, then, true[name].to_numpy(float))
            fixes.loc[rows, name] = exact + error_factor * (fixes.loc[rows, name].to_numpy(float) - exact)
    fixes["accuracy_m"] = pd.Series(np.nan, index=fixes.index, dtype="float64")
    return replace(sim, tracks=Tracks(fixes, sim.tracks.load))
