"""The ministry's files: the position feed, the two location exports, and the police crime batch."""

from __future__ import annotations

import csv
import hashlib
import io
import json

import numpy as np
import pandas as pd

from workbench.simulation.crimes import KINDS
from workbench.time import from_micros, micros, to_local

__all__ = ["FEED_COLUMNS", "condensed_csv", "crime_batch_csv", "feed_csv", "feed_jsonl", "full_csv", "in_order_of_arrival"]

FEED_COLUMNS = (
    "position_id",
    "person_id",
    "device_id",
    "client_id",
    "location_id",
    "position_circulation_id",
    "position_latitude",
    "position_longitude",
    "position_geometry",
    "position_precision",
    "position_speed",
    "position_direction",
    "position_hdop",
    "position_satellite",
    "position_lbs",
    "position_gps_date",
    "position_recorded_date",
    "position_uploaded_date",
    "_file_name",
    "_feed_type",
    "_delivery_date",
    "_dlt_load_id",
    "_dlt_id",
    "_source_bucket",
    "_source_key",
    "_source_etag",
    "__datetime_added",
)
"""The 27 columns of the feed's position table, load provenance included."""

_LBS = {"gnss": 1, "beacon": 4, "cell": 5, "wifi": 6}
_UNKNOWN = (0, 2_147_483_647)


def in_order_of_arrival(fixes: pd.DataFrame) -> pd.DataFrame:
    """Mix the rows of several wearers into the order in which they arrived.

    Parameters
    ----------
    fixes : pandas.DataFrame
        Simulated fixes; `row` is the order of arrival within a wearer.
    """
    queue = fixes.sort_values(["wearer_id", "row"], kind="stable", ignore_index=True)
    sent = pd.Series(micros(queue["uploaded"])).groupby(queue["wearer_id"]).cummax()
    return queue.iloc[np.argsort(sent.to_numpy(), kind="stable")].reset_index(drop=True)


def _rows(fixes: pd.DataFrame) -> pd.DataFrame:
    """The feed's columns without geometry, every value as text."""
    precision = fixes["accuracy_m"]
    unknown = np.array(_UNKNOWN)[fixes["fix_id"].astype("int64").to_numpy() % 2]
    whole = {
        "position_precision": np.where(precision.isna(), unknown, precision.fillna(0).to_numpy()),
        "position_speed": fixes["speed_kmh"],
        "position_direction": fixes["heading_deg"],
        "position_satellite": fixes["satellites"],
    }
    sent = micros(fixes["uploaded"])
    day = from_micros(sent)
    next_day = from_micros(sent + 86_400_000_000)
    empty = pd.Series("", index=fixes.index)
    made: dict[str, object] = {
        "position_id": fixes["fix_id"],
        "person_id": fixes["wearer_id"],
        "device_id": fixes["device_id"],
        "position_latitude": [f"{v:.7f}" for v in fixes["lat"]],
        "position_longitude": [f"{v:.7f}" for v in fixes["lon"]],
        **{name: [str(int(v)) for v in values] for name, values in whole.items()},
        "position_hdop": "0",
        "position_lbs": fixes["method"].map(_LBS).astype(str),
        "position_gps_date": _iso(fixes["time"]),
        "position_recorded_date": _iso(fixes["recorded"]),
        "position_uploaded_date": _iso(fixes["uploaded"]),
        "_file_name": day.dt.strftime("p%m%d.jsonl"),
        "_feed_type": "general",
        "_delivery_date": next_day.dt.strftime("%Y-%m-%d"),
    }
    return pd.DataFrame({name: made.get(name, empty) for name in FEED_COLUMNS})


def _iso(values: pd.Series) -> pd.Series:
    return values.dt.strftime("%Y-%m-%dT%H:%M:%SZ")


def feed_csv(fixes: pd.DataFrame) -> str:
    """Write fixes as the position feed in CSV.

    Parameters
    ----------
    fixes : pandas.DataFrame
        Simulated fixes in the order they are to stand in the file.
    """
    # Source: the position feed of the ministry's published services.
    return _rows(fixes).assign(_feed_type="", _delivery_date="").to_csv(index=False, lineterminator="\n")


def feed_jsonl(fixes: pd.DataFrame) -> str:
    """Write fixes as the position feed in JSON Lines, with geometry and all load provenance."""
    # Source: the position feed of the ministry's published services.
    lines = []
    for row in _rows(fixes).to_dict("records"):
        number = int(row["position_id"])
        lat, lon = float(row["position_latitude"]), float(row["position_longitude"])
        point = {"type": "Point", "crs": {"type": "name", "properties": {"name": "EPSG:4326"}}, "coordinates": [lon, lat]}
        mark = hashlib.sha256(str(number).encode()).hexdigest()
        entry = {
            **{name: row[name] or None for name in FEED_COLUMNS},
            **{name: int(row[name]) for name in FEED_COLUMNS[9:15]},
            "position_id": number,
            "device_id": int(row["device_id"]),
            "position_latitude": lat,
            "position_longitude": lon,
            "position_geometry": str(point) if number % 2 else json.dumps(point),
            "_dlt_load_id": row["_delivery_date"].replace("-", ""),
            "_dlt_id": mark[:14],
            "_source_bucket": "eastmere-landing",
            "_source_key": f"eastmere/mdss/position/{row['_file_name']}",
            "_source_etag": mark[14:46],
            "__datetime_added": f"{row['_delivery_date']}T03:10:00Z",
        }
        lines.append(json.dumps(entry, separators=(",", ":")))
    return "\n".join(lines) + "\n"


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
