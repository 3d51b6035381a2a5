"""The same lives with a worse tag: errors doubled, and circles left out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from workbench.simulation.run import Simulation
from workbench.tables.tracks import Tracks
from workbench.time.instants import micros

__all__ = ["with_worse_tag"]


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
