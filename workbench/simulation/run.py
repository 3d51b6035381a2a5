"""Simulate people, their tags and their truth: ``wb.simulate``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from workbench.base import Card, InputError, recorded
from workbench.simulation import land
from workbench.simulation.borough import Borough, build_borough
from workbench.simulation.crimes import crime_table, crimes_around
from workbench.simulation.orders import circle_zone, order_of, street_zone, zone_table
from workbench.simulation.path import truth_table
from workbench.simulation.places import Place
from workbench.simulation.wearer import Life, live_life, span_of
from workbench.tables import FIXES, PLACES, LoadReport, Tracks, coverage_of

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["Simulation", "place_table", "simulate", "tracks_of"]


@dataclass(frozen=True, eq=False)
class Simulation:
    """Simulated wearers: what the tags reported, and what was true.

    Attributes
    ----------
    tracks : Tracks
        The fixes of all wearers.
    truth : pandas.DataFrame
        ``wearer_id, time, lon, lat, mode, place_id, indoors`` every ten seconds, exact.
    zones : geopandas.GeoDataFrame
        The zones of the orders.
    crimes : pandas.DataFrame
        Invented crimes.
    orders : list of dict
        In the workbench's own JSON shape.
    places : pandas.DataFrame
        ``place_id, name, lon, lat, radius_m, kind``.
    """

    tracks: Tracks
    truth: pd.DataFrame
    zones: gpd.GeoDataFrame
    crimes: pd.DataFrame
    orders: list[dict[str, Any]]
    places: pd.DataFrame

    def card(self) -> Card:
        """Say what was simulated, as a card."""
        facts = [
            ("truth", f"{len(self.truth):,} rows, one every 10 s"),
            ("zones, orders, crimes", f"{len(self.zones)}, {len(self.orders)}, {len(self.crimes)}"),
            ("places", f"{len(self.places)}"),
        ]
        return Card(f"Simulation: {self.tracks!r}", facts, note="Everything in it is invented; Eastmere does not exist.")

    def __repr__(self) -> str:
        return self.card().text()

    def _repr_html_(self) -> str:
        return self.card().html()


@recorded("simulate")
def simulate(
    *,
    seed: int = 1,
    wearers: int = 3,
    days: int = 28,
    start: str = "2026-02-23",
    timezone: str = "Europe/London",
    accuracy_level: float = 0.95,
    borough_seed: int = 51,
) -> Simulation:
    """Simulate wearers in the fictional borough of Eastmere, with exact truth.

    Parameters
    ----------
    seed : int
        Fixes all chance; the first wearers stay the same when more are added.
    wearers : int
        How many people, 1 to 1000.
    days : int
        How many calendar days, 1 to 400; clock-change days have their 23 or 25 hours.
    start : str
        The first day, as ``"2026-02-23"``.
    timezone : str
        IANA name of the zone people live by.
    accuracy_level : float
        Share of true positions the reported circles are meant to hold, between 0 and 1; they hold fewer, as real ones do.
    borough_seed : int
        Which Eastmere; 51 is the one of the bundled case.

    Returns
    -------
    Simulation
        Tracks, truth, zones, crimes, orders and places.

    Raises
    ------
    InputError
        If an argument is out of its range.

    Notes
    -----
    Own simulator; the behaviour of fixes, errors, gaps, clocks and batteries: docs/methods.md#simulated-truth. It shares
    no code and no parameter with the checking of accounts.

    Examples
    --------
    >>> sim = simulate(seed=1, wearers=1, days=1)
    >>> len(sim.truth)
    8640
    """
    _check(wearers, days, accuracy_level)
    borough = build_borough(borough_seed)
    span = span_of(start, days, timezone)
    lives = [live_life(number, seed, borough, span, level=accuracy_level) for number in range(wearers)]
    zones, orders, crimes = [], [], []
    for life in lives:
        mine = _zones_of(life, borough)
        zones += mine
        orders.append(order_of(f"O{life.person.wearer_id[1:]}", life.person, span, mine))
        crimes += crimes_around(life, borough, span)
    return Simulation(
        tracks_of([life.fixes for life in lives], f"Simulated, seed {seed}; the times are those of the fix, in UTC."),
        truth_table(pd.concat([life.knots for life in lives], ignore_index=True)),
        zone_table(zones),
        crime_table(crimes),
        orders,
        place_table(borough.places),
    )


def _check(wearers: int, days: int, level: float) -> None:
    for name, value, low, high in (("wearers", wearers, 1, 1000), ("days", days, 1, 400)):
        if not low <= value <= high:
            raise InputError(f"{name}={value} cannot be simulated.", where=name, do=f"Give a number from {low} to {high}.")
    if not 0.0 < level < 1.0:
        raise InputError(f"accuracy_level={level} is no share.", where="accuracy_level", do="Give a number between 0 and 1.")


def _zones_of(life: Life, borough: Borough) -> list[dict[str, Any]]:
    """Half the wearers must keep away from somebody's street, some from a school."""
    rng, who = life.chance, life.person
    homes, schools = borough.of_kind("home"), borough.of_kind("school")
    found = []
    house, school = homes[int(rng.integers(len(homes)))], schools[int(rng.integers(len(schools)))]
    street, near_school = rng.uniform() < 0.6, rng.uniform() < 0.3
    if street and house.place_id != who.home.place_id:
        found.append(street_zone(f"{who.wearer_id}-Z1", f"Around {house.name}", borough, house))
    if near_school:
        found.append(circle_zone(f"{who.wearer_id}-Z2", f"Around {school.name}", "exclusion", school, 150.0, 100.0))
    return found


def tracks_of(fixes: Sequence[pd.DataFrame], *warnings: str) -> Tracks:
    """Join the fixes of simulated wearers into tracks."""
    table = pd.concat(fixes, ignore_index=True).sort_values(["wearer_id", "time"], kind="stable", ignore_index=True)
    table = FIXES.arrange(table)
    return Tracks(table, LoadReport(len(table), len(table), coverage=coverage_of(table), warnings=list(warnings)))


def place_table(places: Sequence[Place]) -> pd.DataFrame:
    """Make the table of places."""
    lon, lat = land.EASTMERE.to_degrees(np.array([p.x for p in places]), np.array([p.y for p in places]))
    return PLACES.arrange(
        pd.DataFrame(
            {
                "place_id": [p.place_id for p in places],
                "name": [p.name for p in places],
                "lon": np.round(lon, 6),
                "lat": np.round(lat, 6),
                "radius_m": [p.radius_m for p in places],
                "kind": [p.kind for p in places],
            }
        )
    )
