"""Open the bundled case: ``wb.example``."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from workbench.base import Card, recorded
from workbench.simulation.case_files import case_folder, read_knots
from workbench.simulation.path import truth_table
from workbench.tables import PLACES, Tracks

if TYPE_CHECKING:
    import geopandas as gpd

    from workbench.orders import Orders

__all__ = ["Case", "example"]


@dataclass(frozen=True, eq=False)
class Case:
    """A case: what was reported, what was ordered, what was said, and, as it is simulated, what is true.

    Attributes
    ----------
    tracks : Tracks
        The fixes, read from ``positions.csv``.
    zones : geopandas.GeoDataFrame
        The zones of the orders.
    crimes : pandas.DataFrame
        Crimes of a police batch, read by ``wb.read_crimes``.
    orders : Orders
        The orders, read by ``wb.read_orders``; iterating gives each as it was written.
    stories : Orders
        Orders with versions and permissions after which nobody has breached anything, though a careless reader would say so.
    places : pandas.DataFrame
        ``place_id, name, lon, lat, radius_m, kind``.
    account : pandas.DataFrame
        Statements, one a row.
    truth : pandas.DataFrame
        Where each person truly was, every ten seconds.
    account_truth : pandas.DataFrame
        ``claim_id, true, why``.
    base : dict
        The map of Eastmere as a GeoJSON feature collection.
    folder : pathlib.Path
        Where the files lie.
    """

    tracks: Tracks
    zones: gpd.GeoDataFrame
    crimes: pd.DataFrame
    orders: Orders
    stories: Orders
    places: pd.DataFrame
    account: pd.DataFrame
    truth: pd.DataFrame
    account_truth: pd.DataFrame
    base: dict[str, Any] = field(repr=False)
    folder: Path

    def card(self) -> Card:
        """Say what the case holds, as a card."""
        facts = [
            ("tracks", repr(self.tracks)),
            ("zones", ", ".join(f"{z} ({kind})" for z, kind in zip(self.zones["zone_id"], self.zones["kind"], strict=True))),
            ("statements", f"{len(self.account)}"),
            ("orders, crimes, places", f"{len(self.orders)}, {len(self.crimes)}, {len(self.places)}"),
            ("truth", f"{len(self.truth):,} rows, one every 10 s"),
        ]
        return Card("The case of Eastmere", facts, note="Everything in it is invented; Eastmere does not exist.")

    def __repr__(self) -> str:
        return self.card().text()

    def _repr_html_(self) -> str:
        return self.card().html()


@recorded("read")
def example() -> Case:
    """Open the bundled fictional case of Eastmere.

    Returns
    -------
    Case
        Tracks, zones, crimes and orders are read from the files in its folder by ``wb.read_tracks``, ``wb.read_zones``,
        ``wb.read_crimes`` and ``wb.read_orders``.

    Raises
    ------
    MissingError
        If the files of the case are not there.

    Notes
    -----
    Source: simulated; see the ``README.md`` in its folder.

    Examples
    --------
    >>> example().tracks.wearers
    ['W1', 'W2', 'W3']
    """
    from workbench.loaders import read_crimes, read_tracks, read_zones
    from workbench.orders import read_orders

    folder = case_folder()
    words = dict.fromkeys(("claim_id", "said_by", "text", "wearer", "start", "end", "timezone", "kind"), "str")
    return Case(
        tracks=read_tracks(folder / "positions.csv"),
        zones=read_zones(folder / "zones.geojson"),
        crimes=read_crimes(folder / "crimes.csv"),
        orders=read_orders(folder / "order.json"),
        stories=read_orders(folder / "order_stories.json"),
        places=PLACES.arrange(pd.read_csv(folder / "places.csv")),
        account=pd.read_csv(folder / "account.csv", dtype=words),
        truth=truth_table(read_knots(folder / "truth_knots.csv")),
        account_truth=pd.read_csv(folder / "account_truth.csv", dtype="str"),
        base=json.loads((folder / "base.geojson").read_text(encoding="utf-8")),
        folder=folder,
    )
