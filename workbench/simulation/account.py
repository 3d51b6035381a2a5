"""The statements in the bundled case, and which of them are true."""

from __future__ import annotations

from typing import Any

import pandas as pd

from workbench.simulation import land
from workbench.simulation.cast import CASE_ZONE, Cast
from workbench.simulation.places import Place

__all__ = ["account_table", "account_truth_table"]


def account_table(cast: Cast) -> pd.DataFrame:
    """Write the statements as rows that ``wb.check_account`` reads."""
    home = cast.people[2].home
    return pd.DataFrame(
        [
            _row(
                "C1",
                "victim",
                "He was outside my house between ten past nine and twenty to ten on Tuesday.",
                "W1",
                cast.victim,
                50.0,
                "2026-03-03 21:10",
                "2026-03-03 21:40",
                "visited",
                2.0,
                5.0,
            ),
            _row(
                "C2",
                "victim",
                "He came back on the Thursday of the next week, between eight and half past.",
                "W1",
                cast.victim,
                50.0,
                "2026-03-12 20:00",
                "2026-03-12 20:30",
                "visited",
                2.0,
                5.0,
            ),
            _row(
                "C3",
                "victim",
                "On Wednesday the eighteenth he stood by the gate, some time between eight and nine.",
                "W1",
                cast.victim,
                50.0,
                "2026-03-18 20:00",
                "2026-03-18 21:00",
                "visited",
                2.0,
                5.0,
            ),
            _row(
                "C4",
                "suspect",
                "On Tuesday the third I was at my mother's all evening.",
                "W1",
                cast.mother,
                60.0,
                "2026-03-03 19:00",
                "2026-03-03 22:00",
                "throughout",
                2.0,
                0.0,
            ),
            _row(
                "C5",
                "suspect",
                "On the Thursday I was playing on Lantern Fields from half past seven to half past eight.",
                "W1",
                cast.fields,
                150.0,
                "2026-03-12 19:30",
                "2026-03-12 20:30",
                "throughout",
                2.0,
                0.0,
            ),
            _row(
                "C6",
                "wearer",
                "I was at home all Friday evening.",
                "W3",
                home,
                30.0,
                "2026-03-06 19:00",
                "2026-03-06 23:00",
                "throughout",
                2.0,
                0.0,
            ),
        ]
    )


def _row(
    claim_id: str,
    said_by: str,
    text: str,
    wearer: str,
    place: Place,
    radius_m: float,
    start: str,
    end: str,
    kind: str,
    min_minutes: float,
    tolerance_minutes: float,
) -> dict[str, Any]:
    lon, lat = land.EASTMERE.to_degrees(place.x, place.y)
    return {
        "claim_id": claim_id,
        "said_by": said_by,
        "text": text,
        "wearer": wearer,
        "lon": round(float(lon), 6),
        "lat": round(float(lat), 6),
        "radius_m": radius_m,
        "start": start,
        "end": end,
        "timezone": CASE_ZONE,
        "kind": kind,
        "min_minutes": min_minutes,
        "tolerance_minutes": tolerance_minutes,
    }


def account_truth_table() -> pd.DataFrame:
    """Say which statements are true, and why."""
    # Source: the story of :mod:`workbench.simulation.cast`.
    return pd.DataFrame(
        [
            ("C1", "yes", "W1 stood on the pavement outside the house from 21:14 to 21:32."),
            ("C2", "no", "W1 was on Lantern Fields from 19:20 to 21:05, more than three kilometres away."),
            ("C3", "no", "W1 was at home; his tag was silent from 19:20 to 21:50 because its battery was empty."),
            ("C4", "no", "W1 left his mother's house for about an hour, and stood outside the victim's house."),
            ("C5", "yes", "W1 was on Lantern Fields from 19:20 to 21:05."),
            ("C6", "yes", "W3 was in the basement flat from 18:30 until the next morning."),
        ],
        columns=["claim_id", "true", "why"],
    )
