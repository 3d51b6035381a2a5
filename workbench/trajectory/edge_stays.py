"""Stays on the very edge of a zone: neither inside nor outside can be told, and the drawing of the zone is the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from workbench.base import recorded
from workbench.geo import frame_for
from workbench.position_error import signed_distance
from workbench.tables import STAYS
from workbench.trajectory.parameters import EDGE_TIMES
from workbench.trajectory.zones import checked_zones

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["EDGE_COLUMNS", "find_edge_stays"]


EDGE_COLUMNS = ["stay_id", "wearer_id", "zone_id", "start", "end", "minutes", "distance_m", "error_m", "answer", "because"]


@recorded("find")
def find_edge_stays(stays: pd.DataFrame, zones: gpd.GeoDataFrame) -> pd.DataFrame:
    """Find stays so close to the edge of a zone that nobody can tell on which side they were.

    Any rule gives wrong answers there: the usual one hundreds of breaches a week, a careful one a few. Each such stay is one
    episode whose answer is ``cannot tell``; what must change is the zone, not the wearer.

    Parameters
    ----------
    stays : pandas.DataFrame
        From :func:`workbench.find_stays`.
    zones : geopandas.GeoDataFrame
        As for :func:`workbench.find_approaches`.

    Returns
    -------
    pandas.DataFrame
        ``stay_id, wearer_id, zone_id, start, end, minutes``, ``distance_m`` of the centre from the edge (negative inside),
        ``error_m`` the standard error of that per axis, the edge's own included, ``answer`` and ``because`` in words.

    Raises
    ------
    InputError
        If a zone is not a usable polygon.
    SchemaError
        If `stays` is no table of stays.

    Notes
    -----
    Own rule: within two standard errors either side is likely enough.

    Examples
    --------
    >>> import geopandas as gpd
    >>> import shapely
    >>> import workbench as wb
    >>> from workbench.testing import make_fixes, make_tracks
    >>> stays = wb.find_stays(make_tracks(make_fixes(minutes=range(60), x=[2, -2] * 30)))
    >>> zones = gpd.GeoDataFrame({"zone_id": ["Z1"]}, geometry=[shapely.box(1.2, 51.3, 1.3, 51.5)], crs="EPSG:4326")
    >>> print(find_edge_stays(stays, zones)["because"][0])
    The centre lies 0 m from the edge of Z1, known to 5 m: the zone runs through the place, so neither side can be told.
    """
    listed, table = checked_zones(zones), STAYS.validate(stays)
    rows = []
    for zone in listed if len(table) else ():
        frame = frame_for(table["lon"], table["lat"])
        x, y = frame.to_metres(table["lon"], table["lat"])
        distance = signed_distance(x, y, frame.shape_to_metres(zone.geometry))
        error = np.hypot(table["error_m"].to_numpy(), zone.edge_error_m)
        for i in np.flatnonzero(np.abs(distance) <= EDGE_TIMES * error).tolist():
            stay = table.iloc[i]
            because = (
                f"The centre lies {abs(distance[i]):.0f} m from the edge of {zone.zone_id}, known to {error[i]:.0f} m: "
                "the zone runs through the place, so neither side can be told."
            )
            rows.append(
                (
                    *stay[["stay_id", "wearer_id"]],
                    zone.zone_id,
                    *stay[["start", "end", "minutes"]],
                    float(distance[i]),
                    float(error[i]),
                    "cannot tell",
                    because,
                )
            )
    types = {**STAYS.empty().dtypes, "zone_id": "str", "distance_m": float, "error_m": float, "answer": "str", "because": "str"}
    found = pd.DataFrame(rows, columns=EDGE_COLUMNS).astype({name: types[name] for name in EDGE_COLUMNS})
    return found.sort_values(["wearer_id", "start", "zone_id"], kind="stable", ignore_index=True)
