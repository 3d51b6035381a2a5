"""The open tracks under ../shared/data as fixes tables, read with pandas alone, for comparisons and tests."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from workbench.base.quality import Quality
from workbench.tables import FIXES
from workbench.tables.load import LoadReport
from workbench.tables.tracks import Tracks
from workbench.time.clock import UTC_US

ROOT = Path(__file__).resolve().parents[1]
FOLDER = Path(os.environ.get("WORKBENCH_OPEN_DATA", ROOT.parent / "shared" / "data"))
SETS = ("ssi_diary_gps", "moj_em_tag_london", "mobilitynet_phones", "staga_example", "track_formats")
_LBS = {1: "gnss", 4: "beacon", 5: "cell", 6: "wifi"}


def tracks_of(raw: pd.DataFrame) -> Tracks:
    """Make tracks from wearer_id, time, lon, lat and whatever else of the fixes table is there; exact repeats are flagged."""
    table = raw.copy()
    table["time"] = pd.to_datetime(table["time"], utc=True, format="ISO8601").astype(UTC_US)
    size = len(table)
    blank = {
        "fix_id": [f"f{i + 1}" for i in range(size)],
        "device_id": None,
        "recorded": pd.NaT,
        "uploaded": pd.NaT,
        "accuracy_m": np.nan,
        "accuracy_level": 0.68,
        "speed_kmh": np.nan,
        "heading_deg": np.nan,
        "method": "gnss",
        "satellites": np.nan,
        "file": "open",
        "row": np.arange(1, size + 1),
    }
    for name, value in blank.items():
        if name not in table.columns:
            table[name] = pd.Series(pd.NaT, index=table.index, dtype=UTC_US) if value is pd.NaT else value
    again = table.duplicated(["wearer_id", "time", "lon", "lat"])
    table["quality"] = np.where(again, int(Quality.DUPLICATE), 0)
    table = FIXES.arrange(table.sort_values(["wearer_id", "time"], kind="stable", ignore_index=True))
    return Tracks(table, LoadReport(size, size))


def read(name: str) -> Iterator[tuple[str, Tracks]]:
    """Give every track of one open set with a name to list it by."""
    yield from {
        "ssi_diary_gps": _ssi,
        "moj_em_tag_london": _moj,
        "mobilitynet_phones": _mobilitynet,
        "staga_example": _staga,
        "track_formats": _gpx,
    }[name](FOLDER / name)


def _ssi(folder: Path) -> Iterator[tuple[str, Tracks]]:
    for path in sorted(folder.glob("*.csv")):
        table = pd.read_csv(path)
        yield (
            path.stem,
            tracks_of(
                pd.DataFrame(
                    {
                        "wearer_id": table["user_id"],
                        "time": table["timestamp"],
                        "lon": table["longitude"],
                        "lat": table["latitude"],
                        "stop": table["stop"],
                        "mode": table["mode"],
                    }
                )
            ),
        )


def _moj(folder: Path) -> Iterator[tuple[str, Tracks]]:
    for path in sorted(folder.glob("positions_*.json")):
        table = pd.DataFrame(json.loads(path.read_text(encoding="utf-8"))["locations"])
        yield (
            path.stem,
            tracks_of(
                pd.DataFrame(
                    {
                        "wearer_id": "tag " + table["deviceId"].astype(str),
                        "time": table["gpsDate"],
                        "lon": table["longitude"],
                        "lat": table["latitude"],
                        "accuracy_m": table["precision"].astype(float),
                        "accuracy_level": 0.95,
                        "method": table["lbs"].map(_LBS),
                    }
                )
            ),
        )


def _mobilitynet(folder: Path) -> Iterator[tuple[str, Tracks]]:
    for path in sorted(folder.glob("run*/*.location.json.gz")):
        table = pd.json_normalize(pd.read_json(path, dtype=False)["data"].tolist())
        yield (
            f"{path.parent.name} {path.name.split('.')[0]}",
            tracks_of(
                pd.DataFrame(
                    {
                        "wearer_id": path.name.split(".")[0],
                        "time": pd.to_datetime(table["ts"], unit="s", utc=True).astype(str),
                        "lon": table["longitude"],
                        "lat": table["latitude"],
                        "accuracy_m": table["accuracy"].astype(float),
                    }
                )
            ),
        )


def _staga(folder: Path) -> Iterator[tuple[str, Tracks]]:
    table = pd.read_csv(folder / "preprocessed_example.csv")
    yield (
        "staga",
        tracks_of(
            pd.DataFrame(
                {
                    "wearer_id": "staga",
                    "time": table["ts"],
                    "lon": table["longitude"],
                    "lat": table["latitude"],
                    "stop": table["diary_label"] == "stop",
                }
            )
        ),
    )


def _gpx(folder: Path) -> Iterator[tuple[str, Tracks]]:
    for path in sorted(folder.glob("**/*.gpx")):
        points = re.findall(r"<trkpt([^>]*)>(.*?)</trkpt>", path.read_text(encoding="utf-8-sig"), re.S)
        rows = [
            (re.search(r'lon="([^"]+)"', head), re.search(r'lat="([^"]+)"', head), re.search(r"<time>([^<]+)</time>", body))
            for head, body in points
        ]
        known = [(float(a[1]), float(b[1]), c[1]) for a, b, c in rows if a and b and c]
        if len(known) > 1:
            table = pd.DataFrame(known, columns=["lon", "lat", "time"])
            yield path.stem, tracks_of(table.assign(wearer_id=path.stem))
