"""A small made case for the tests of the screen, with ready tables so that no other room is needed."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from workbench.state.session import Session
from workbench.tables import GAPS, STAYS, ZONES
from workbench.tables.tracks import Tracks
from workbench.testing import SEA, make_fixes, make_tracks

START = pd.Timestamp("2026-03-03T00:00Z")


def tracks() -> Tracks:
    """Two wearers; the first walks 30 minutes, is silent for 47, and walks again."""
    minutes = np.r_[np.arange(30), np.arange(77, 120)]
    first = make_fixes(minutes=minutes, x=minutes * 60.0)
    return make_tracks(first, make_fixes(minutes=np.arange(10), wearer="W2", y=500.0))


def gaps() -> pd.DataFrame:
    """The one silence of the first wearer."""
    return GAPS.arrange(
        pd.DataFrame(
            [
                {
                    "gap_id": "G1",
                    "wearer_id": "W1",
                    "start": START + pd.Timedelta(minutes=29),
                    "end": START + pd.Timedelta(minutes=77),
                    "minutes": 48.0,
                    "kind": "unexplained",
                    "reach_m": 900.0,
                    "first_fix_id": "W1-30",
                    "last_fix_id": "W1-31",
                }
            ]
        )
    )


def stays() -> pd.DataFrame:
    """One stay of the first wearer."""
    return STAYS.arrange(
        pd.DataFrame(
            [
                {
                    "stay_id": "S1",
                    "wearer_id": "W1",
                    "start": START,
                    "end": START + pd.Timedelta(minutes=10),
                    "minutes": 10.0,
                    "lon": 1.2,
                    "lat": 51.4,
                    "radius_m": 20.0,
                    "error_m": 2.0,
                    "n_fixes": 11,
                    "first_fix_id": "W1-1",
                    "last_fix_id": "W1-11",
                }
            ]
        )
    )


def zones() -> gpd.GeoDataFrame:
    """One exclusion zone 500 m east."""
    return gpd.GeoDataFrame(
        ZONES.arrange(
            pd.DataFrame(
                {
                    "zone_id": ["Z1"],
                    "name": ["Harbour Lane"],
                    "kind": ["exclusion"],
                    "buffer_m": [250.0],
                    "edge_error_m": [5.0],
                    "file": ["made"],
                    "row": [1],
                    "geometry": [SEA.shape_to_degrees(shapely.Point(500, 0).buffer(100))],
                }
            )
        ),
        crs=4326,
    )


def session() -> Session:
    """A session over all of it, strict, with no compute room needed."""
    made = Session(tracks(), stays=stays(), gaps=gaps())
    made.strict = True
    return made
