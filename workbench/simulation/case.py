"""Write the bundled case of Eastmere, the same bytes every time, with the words that lie beside it."""

from __future__ import annotations

import json
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd

from workbench.simulation.account import account_table, account_truth_table
from workbench.simulation.basemap import base_map
from workbench.simulation.case_files import knots_csv, write_files
from workbench.simulation.cast import CASE_DAYS, CASE_SEED, CASE_START, CASE_ZONE, Cast, cast_of_eastmere
from workbench.simulation.crimes import crime_table, crimes_around
from workbench.simulation.ministry import condensed_csv, crime_batch_csv, feed_csv, feed_jsonl, full_csv, in_order_of_arrival
from workbench.simulation.names import PEOPLE
from workbench.simulation.orders import circle_zone, order_of, street_zone
from workbench.simulation.run import place_table, tracks_of
from workbench.simulation.stories import story_orders
from workbench.simulation.wearer import Life, live_life, span_of
from workbench.time import instant

__all__ = ["README", "case_files", "write_case"]

README = """# The case of Eastmere

**Everything here is invented.** Eastmere is a London borough that does not exist. It is placed in open sea off the Essex
coast, so no real address, person or event is meant. Its streets, people, tags and errors come from `workbench simulate`;
the truth is known exactly, so answers can be checked.

Remake it, byte for byte: `workbench simulate datasets/eastmere --case eastmere`. Licence: Apache-2.0.

## The story

* **W1** must keep away from Z1, the street of the woman at 29 Mere Lane. She says that he stood outside her house on Tuesday
  3 March 2026, and on two other evenings. He says that he was at his mother's, and on another evening on Lantern Fields.
* **W2** works at Tern Launderette, beside that zone, and comes close to it every working day without entering it.
* **W3** lives in a basement with little signal; most of the fixes there come from Wi-Fi and phone masts.

Four weeks, Monday 23 February to Sunday 22 March 2026, all in Greenwich Mean Time.

## The files

* `positions.csv`: what the three tags reported, in order of arrival, in the 27 columns of the ministry's position feed.
  `position_gps_date` is the time of the fix, `position_recorded_date` about six minutes later, `position_uploaded_date` when the
  batch arrived; all UTC. `position_lbs` says how the position was found: 1 satellites, 4 home unit, 5 phone mast, 6 Wi-Fi.
  `position_precision` is the radius in whole metres; 0 or 2147483647 means unknown. Speed is in km/h, direction in degrees.
  Some rows are repeated or out of order, as in real feeds. To save space the geometry is empty, and of the provenance
  columns only `_file_name` is filled.
* `positions_2026-03-03_W1.jsonl`: the same feed as JSON Lines, W1, one day, with geometry and all provenance columns.
* `location_condensed_W1.csv`: the ministry's condensed location export, W1, 2 to 8 March: day-first local minutes, no seconds.
* `location_full_W1.csv`: the full location export, W1, 3 and 4 March, with the columns about the (invented) person.
* `zones.geojson`: Z1 and Z2 exclusion, Z3 inclusion; `buffer_m` is the ring that belongs to the order, `edge_error_m` how well
  the edge is drawn.
* `order.json`: the orders: places, curfews, zones, appointments.
* `order_stories.json`: orders with versions and a permission, five stories in which nobody breached anything: a sentence's
  curfew beside bail without one, a zone that was moved, no curfew at all, a condition of residence, a visit that was allowed.
* `places.csv`: `place_id, name, lon, lat, radius_m, kind` of every place.
* `crimes.csv`: twelve invented crimes as a police batch: 13 columns without header, times in UTC, positions in WGS 84.
* `account.csv`: the statements as rows: who said what about whom, where (`lon, lat, radius_m`), when (wall clock and zone), and
  how it is meant (`visited`: there for at least `min_minutes`; `throughout`: there all the time).
* `account_truth.csv`: which statements are true, and why.
* `truth_knots.csv`: where each person truly was: straight, even movement between knots; `mode`, `place_id`, `indoors` and
  `underground` hold until the next knot. The truth every ten seconds is rebuilt from it.
* `base.geojson`: the map: parks, river, streets, railway with its tunnel, places.

## How the tags behave

A fix every minute when moving and every three to five minutes when still; satellite errors of a few metres outdoors, more
indoors and between tall buildings, related from fix to fix, with bursts of wild ones; Wi-Fi positions that miss by the same
amount whenever the same place is visited; mast positions hundreds of metres off; nothing under the ground; outages, charging,
empty batteries. The reported circle is meant to hold 95 % of the true positions and holds about 80 %, as is known from phones.

## What this does not show

Simulated errors are milder and tidier than some real ones. A method that does well here has passed a rehearsal, not a trial.
"""


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
        "order_stories.json": _json({"orders": story_orders(cast.borough, cast.people[0], cast.people[1])}),
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
