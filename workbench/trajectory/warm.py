"""Compile the loops of this room once, so that the first question does not wait for it."""

from __future__ import annotations

import numpy as np
import pandas as pd

__all__ = ["warm"]


def warm() -> None:
    """Compile every compiled loop of this room; the result is kept on disk beside the code."""
    # Source: numba's cache.
    from workbench.geo import circle
    from workbench.testing import make_fixes, make_tracks
    from workbench.trajectory.approaches import find_approaches
    from workbench.trajectory.meetings import find_meetings
    from workbench.trajectory.stays import find_stays
    from workbench.trajectory.trails import coded, middle, to_flat

    import geopandas as gpd  # isort: skip

    corner = np.array([0, 1, 0, 1, 60, 500])
    tracks = make_tracks(make_fixes(minutes=range(6), x=corner * 1.0, y=corner[::-1] * 0.1))
    for engine in ("auto", "plain"):
        find_stays(tracks, engine=engine, max_diameter_m=70.0, min_minutes=2.0)
    many = np.arange(20_000)
    middle(many)
    middle(many.astype(np.float64))
    to_flat(np.full(len(many), 1.2), np.full(len(many), 51.4))
    coded(pd.Series(["a", "bb"], dtype="str"))
    zones = gpd.GeoDataFrame({"zone_id": ["Z"]}, geometry=[circle(1.2, 51.4, 50)], crs="EPSG:4326")
    find_approaches(tracks, zones)
    find_meetings(make_tracks(tracks.fixes, tracks.fixes.assign(wearer_id="W2")))
