"""Possible journeys: a sample of the ways between the fixes that fit them, drawn faintly over one another."""

from __future__ import annotations

import numpy as np
import pandas as pd

from workbench.time.instants import micros
from workbench.views.palette import JOURNEY
from workbench.views.shapes import Layer, coordinates, feature, layer, no_layer

__all__ = ["journeys_layer"]


def journeys_layer(paths: pd.DataFrame | None) -> Layer:
    """Draw each possible journey as a thin, faint line; where many of them go the colour adds up.

    Parameters
    ----------
    paths : pandas.DataFrame or None
        ``path, time, lon, lat``, as a verdict holds them.
    """
    # A hundred journeys say more honestly than one line what is not known.
    if paths is None or not len(paths):
        return no_layer("journeys")
    order = np.lexsort((micros(paths["time"]), paths["path"].to_numpy()))
    pairs = coordinates(paths["lon"].to_numpy()[order], paths["lat"].to_numpy()[order])
    first = np.flatnonzero(np.diff(paths["path"].to_numpy()[order], prepend=-1))
    lines = [pairs[a:b] for a, b in zip(first.tolist(), [*first[1:].tolist(), len(pairs)], strict=True)]
    style = {"color": JOURNEY, "weight": 1.2, "opacity": 0.22, "fill": False}
    words = f"{len(lines)} possible journeys; none is known"
    return layer(
        "journeys",
        [feature("LineString", line, style) for line in lines],
        count=len(lines),
        key=[{"mark": "journeys", "colour": JOURNEY, "words": words}],
    )
