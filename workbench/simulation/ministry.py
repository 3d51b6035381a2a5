"""The ministry's two location exports, condensed and full, and the police crime batch: day-first minutes, no header."""

from __future__ import annotations

import csv
import io

import pandas as pd

from workbench.simulation.crimes import KINDS
from workbench.time.clock import to_local

__all__ = ["condensed_csv", "crime_batch_csv", "full_csv"]

_TRAIL = ("DATE/TIME", "LATITUDE", "LONGITUDE", "CONFIDENCE CIRCLE", "SPEED", "DIRECTION", "SEQUENCE NO.")


def _trail(fixes: pd.DataFrame, timezone: str) -> list[list[str]]:
    local = to_local(fixes["time"], timezone).dt.strftime("%d/%m/%Y %H:%M")
    return [
        [
            when,
            f"{f.lat:.6f}",
            f"{f.lon:.6f}",
            "0" if pd.isna(f.accuracy_m) else f"{f.accuracy_m:.0f}",
            f"{f.speed_kmh:.0f}",
            f"{f.heading_deg:.0f}",
            str(number),
        ]
        for number, (when, f) in enumerate(zip(local, fixes.itertuples(), strict=True), 1)
    ]


def _text(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def condensed_csv(fixes: pd.DataFrame, timezone: str) -> str:
    """Write the condensed location export."""
    # Source: the condensed location export of the national service.
    return _text([list(_TRAIL), *_trail(fixes, timezone)])


def full_csv(fixes: pd.DataFrame, timezone: str, person: dict[str, str]) -> str:
    """Write the full location export."""
    # Source: the full location export of the national service.
    return _text([[*person, *_TRAIL], *([*person.values(), *row] for row in _trail(fixes, timezone))])


def crime_batch_csv(crimes: pd.DataFrame, batch: str) -> str:
    """Write crimes as a police batch: 13 columns, no header, times in UTC, positions in WGS 84.

    Parameters
    ----------
    crimes : pandas.DataFrame
        The crimes table.
    batch : str
        The batch id.
    """
    # Source: the batch that forces send to the national service.
    return _text(
        [
            [
                c.force,
                c.kind,
                KINDS[c.kind],
                batch,
                c.crime_id,
                f"{c.start:%Y%m%d%H%M%S}",
                f"{c.end:%Y%m%d%H%M%S}",
                "",
                "",
                f"{c.lat:.6f}",
                f"{c.lon:.6f}",
                "WGS84",
                c.text,
            ]
            for c in crimes.itertuples()
        ]
    )
