"""Invented crimes: some where a wearer truly was, some where none was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from workbench.simulation import land
from workbench.simulation.borough import Borough
from workbench.simulation.wearer import Life, Span
from workbench.tables import CRIMES, MODES

__all__ = ["KINDS", "crime_table", "crimes_around"]

KINDS = {
    "RB": "Robbery",
    "BIAD": "Burglary in a dwelling",
    "TOMV": "Theft of a motor vehicle",
    "TFP": "Theft from the person",
    "TFMV": "Theft from a motor vehicle",
    "BOTD": "Burglary other than a dwelling",
}
_HOURS = {"RB": 0.2, "TFP": 0.5, "BIAD": 6.0, "TOMV": 8.0, "TFMV": 8.0, "BOTD": 5.0}


def crimes_around(life: Life, borough: Borough, span: Span, *, at_wearer: int = 2, elsewhere: int = 2) -> list[dict[str, Any]]:
    """Invent crimes around one wearer."""
    # Windows run from minutes for robberies to hours for burglaries, at most twelve.
    rng, path = life.chance, life.path
    walking = np.flatnonzero((path.mode[:-1] == MODES.index("walk")) & (np.diff(path.t) > 5))
    found = []
    for number in range(at_wearer + elsewhere):
        present = number < at_wearer and len(walking) > 0
        if present:
            knot = int(rng.choice(walking))
            moment = int(path.t[knot])
            x, y = float(path.x[knot]), float(path.y[knot])
        else:
            place = borough.places[int(rng.integers(len(borough.places)))]
            moment, x, y = int(rng.integers(span.seconds)), place.x, place.y
        kind = str(rng.choice(list(KINDS)))
        width = min(11.5, float(_HOURS[kind] * rng.lognormal(0.0, 0.4))) * 3600
        before = rng.uniform(0.2, 0.8) * width
        start = span.begin + pd.Timedelta(seconds=max(0, round(moment - before)))
        lon, lat = land.EASTMERE.to_degrees(x + rng.normal(0, 8), y + rng.normal(0, 8))
        found.append(
            {
                "kind": kind,
                "start": start,
                "end": start + pd.Timedelta(seconds=round(width)),
                "lon": round(float(lon), 6),
                "lat": round(float(lat), 6),
                "by": life.person.wearer_id if present else None,
            }
        )
    return found


def crime_table(crimes: Sequence[dict[str, Any]]) -> pd.DataFrame:
    """Make the crimes table."""
    if not crimes:
        return CRIMES.empty()
    rows = [
        {
            "crime_id": f"EM26-{i:04d}",
            "version": 1,
            "force": "Metropolitan",
            "kind": c["kind"],
            "start": c["start"],
            "end": c["end"],
            "lon": c["lon"],
            "lat": c["lat"],
            "location_error_m": 10.0,
            "text": f"{KINDS[c['kind']]}, invented",
            "file": "simulated",
            "row": i,
        }
        for i, c in enumerate(crimes, 1)
    ]
    return CRIMES.arrange(pd.DataFrame(rows))
