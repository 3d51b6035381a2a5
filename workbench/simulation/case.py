"""Write the bundled case of Eastmere, the same bytes every time."""

from __future__ import annotations

import json
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd

from workbench.simulation.account import account_table, account_truth_table
from workbench.simulation.basemap import base_map
from workbench.simulation.cast import CASE_DAYS, CASE_SEED, CASE_START, CASE_ZONE, Cast, cast_of_eastmere
from workbench.simulation.crimes import crime_table, crimes_around
from workbench.simulation.feed import feed_csv, feed_jsonl, in_order_of_arrival
from workbench.simulation.files import write_files
from workbench.simulation.knots import knots_csv
from workbench.simulation.ministry import condensed_csv, crime_batch_csv, full_csv
from workbench.simulation.names import PEOPLE
from workbench.simulation.orders import order_of
from workbench.simulation.readme import README
from workbench.simulation.run import place_table, tracks_of
from workbench.simulation.wearer import Life, live_life, span_of
from workbench.simulation.zones import circle_zone, street_zone
from workbench.time.clock import instant

__all__ = ["case_files", "write_case"]

_BATCH = "MPS20260323"


def case_files() -> dict[str, str]:
    """Make every file of the bundled case."""
    # Source: the story of :mod:`workbench.simulation.cast`, simulated as docs/methods.md#simulated-truth says.
    cast, span = cast_of_eastmere(), span_of(CASE_START, CASE_DAYS, CASE_ZONE)
    lives = [
        live_life(i, CASE_SEED, cast.borough, span, person=person, story=story)
        for i, (person, story) in enumerate(zip(cast.people, cast.stories, strict=True))
    ]
    fixes = tracks_of([life.fixes for life in lives]).fixes
    mine, others = _zones(cast)
    orders = [
        order_of("O1", lives[0].person, span, [*mine, *others]),
        *(order_of(f"O{i}", life.person, span, []) for i, life in enumerate(lives[1:], 2)),
    ]
    first = fixes[fixes["wearer_id"] == "W1"]
    crimes = [
        c
        for life, here, away in zip(lives, (2, 2, 1), (2, 2, 3), strict=True)
        for c in crimes_around(life, cast.borough, span, at_wearer=here, elsewhere=away)
    ]
    return {
        "README.md": README,
        "positions.csv": feed_csv(in_order_of_arrival(fixes)),
        "positions_2026-03-03_W1.jsonl": feed_jsonl(in_order_of_arrival(_between(first, "2026-03-03", "2026-03-04"))),
        "location_condensed_W1.csv": condensed_csv(_between(first, "2026-03-02", "2026-03-09"), CASE_ZONE),
        "location_full_W1.csv": full_csv(_between(first, "2026-03-03", "2026-03-05"), CASE_ZONE, _papers(lives[0], orders[0])),
        "zones.geojson": _json(_collection([*mine, *others])),
        "order.json": _json({"orders": orders}),
        "places.csv": place_table(cast.borough.places).to_csv(index=False, lineterminator="\n"),
        "crimes.csv": crime_batch_csv(crime_table(crimes), _BATCH),
        "account.csv": account_table(cast).to_csv(index=False, lineterminator="\n"),
        "account_truth.csv": account_truth_table().to_csv(index=False, lineterminator="\n"),
        "base.geojson": json.dumps(base_map(cast.borough), separators=(",", ":")) + "\n",
        "truth_knots.csv": knots_csv(pd.concat([life.knots for life in lives], ignore_index=True)),
    }


def write_case(folder: str | PathLike[str]) -> list[Path]:
    """Write the bundled case into a folder.

    Parameters
    ----------
    folder : str or path
        Made if it does not exist; files of the case in it are replaced, others are left alone.

    Raises
    ------
    InputError
        If the folder cannot be made or written to.
    """
    return write_files(case_files(), folder)


def _between(fixes: pd.DataFrame, start: str, end: str) -> pd.DataFrame:
    a, b = instant(start, CASE_ZONE), instant(end, CASE_ZONE)
    return fixes[(fixes["time"] >= a) & (fixes["time"] < b)].reset_index(drop=True)


def _zones(cast: Cast) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    home = cast.people[0].home
    return [
        street_zone("Z1", f"Around {cast.victim.name}", cast.borough, cast.victim),
        circle_zone("Z2", f"Around {cast.school.name}", "exclusion", cast.school, 150.0, 100.0),
    ], [circle_zone("Z3", f"Near {home.name}", "inclusion", home, 300.0, 0.0)]


def _papers(life: Life, order: dict[str, Any]) -> dict[str, str]:
    """The eleven columns about the person in the full export; invented."""
    first, last = PEOPLE[0]
    return {
        "DEVICE ID": "1001",
        "DEVICE NAME": "D-1001",
        "SUBJECT IDENTIFIER": life.person.wearer_id,
        "PoP NAME": f"{first} {last}",
        "NOMIS ID": "A0001EM",
        "PNC REF": "2025/0000001E",
        "PoP ADDRESS": f"{life.person.home.name}, Eastmere",
        "PoP DATE OF BIRTH": "14/05/1991",
        "PROBATION PRACTITIONER": " ".join(PEOPLE[6]),
        "ORDER START": _british(order["start"]),
        "ORDER END": _british(order["end"]),
    }


def _british(day: str) -> str:
    return "/".join(reversed(day.split("-")))


def _collection(zones: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": z["geometry"],
                "properties": {
                    **{k: z[k] for k in ("zone_id", "name", "kind", "buffer_m", "edge_error_m")},
                    "drawn_by": "Eastmere court office",
                },
            }
            for z in zones
        ],
    }


def _json(value: object) -> str:
    return json.dumps(value, indent=1) + "\n"
