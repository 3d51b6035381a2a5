"""Points with properties, as GeoJSON and KML hold them, read by the rules of tables: clocks, flags, units and ids alike."""

from __future__ import annotations

from collections.abc import KeysView, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from workbench.base import InputError, Quality
from workbench.loaders.collect_records import Gather, Raw
from workbench.loaders.map_columns import grid_of, picker
from workbench.loaders.profile import canonical, profile_named
from workbench.loaders.read_columns import shape
from workbench.loaders.track_names import by_track_name

__all__ = ["TIMES", "Features"]

_APPS = {
    "when": "time",
    "tst": "timestamp",
    "fixtime": "fix_time",
    "time_long": "timestamp",
    "timestampms": "timestamp",
    "created_at": "recorded",
    "vel": "speed_kmh",
    "speedmeterspersecond": "speed_ms",
    "accuracymeters": "accuracy_m",
    "horizontalaccuracy": "horizontal_accuracy",
    "sat": "satellites",
    "num_satellites": "satellites",
    "location_source": "source",
    "tid": "device_id",
    "devicetag": "device_id",
}
"""Names that apps give, and those of the tables; from the apps' own pages (OwnTracks' ``vel`` is km/h)."""
_OURS = frozenset({"fix_id", "wearer_id", "accuracy_level", "quality", "file", "row"})
"""Our own exports have all of these; then their own profile reads them, which keeps the first source of each fix."""
_CLOCKS = ("time", "clock", "timestamp", "datetime", "date_time", "fix_time", "gps_time", "utc_time", "recorded", "recorded_at")
_SHARED = ("device_id", "accuracy_m", "heading_deg", "speed", "satellites")
"""Besides the time, what points of one file may call by several names; a speed with its unit in its name is another meaning."""
_WORDS = {"device_id": "device", "accuracy_m": "accuracy", "heading_deg": "heading"}
TIMES = frozenset(
    (*_CLOCKS, "date", "uploaded", "received_at", "server_time", *(app for app, ours in _APPS.items() if ours in _CLOCKS))
)
"""Names of times among the properties of a point."""


@dataclass
class Features:
    """The points of one file as they are found; row numbers count every record, kept or not.

    Parameters
    ----------
    name : str
        The file's name, for errors.
    """

    name: str
    row: int = 0
    notes: list[str] = field(default_factory=list)
    records: list[dict[str, Any]] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    tracks: dict[int, str] = field(default_factory=dict)
    doubtful: set[int] = field(default_factory=set)
    aside: list[tuple[int, str]] = field(default_factory=list)

    def keep(self, lon: float, lat: float, properties: Mapping[str, Any], *, track: str | None = None, fix: bool = True) -> None:
        """Take a point with what the file says of it; without a position it is set aside, and what is no fix is flagged."""
        if lon != lon or lat != lat:
            self.skip("its position is missing or cannot be read")
            return
        self.row += 1
        record = _record(properties)
        for axis, value in (("lon", lon), ("lat", lat)):
            if axis in record:
                record[f"{axis}_given"] = record[axis]
            record[axis] = value
        self.records.append(record)
        self.rows.append(self.row)
        if track:
            self.tracks[self.row] = track
        if not fix:
            self.doubtful.add(self.row)

    def skip(self, reason: str) -> None:
        """Set a record aside."""
        self.row += 1
        self.aside.append((self.row, reason))

    def note(self, sentence: str) -> None:
        """Put a sentence into the load report, once."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def raw(self, profile: str, *, system: str | None = None, what: str = "lines", labels: bool = False) -> Raw:
        """Read all points by the rules of tables."""
        if not self.records:
            gather = Gather(self.name, notes=self.notes)
            for row, reason in self.aside:
                gather.skip(reason, row=row)
            return gather.raw(profile, clock="not stated", axes_sure=False)
        if system is not None:
            self._moved(system)
        own = self._header() >= _OURS
        if not own:
            self._one_name_each()
        header = list(self._header())
        plan = picker("workbench" if own else None, None)(header, self.name)
        plan = replace(plan, profile=replace(plan.profile, name=profile if not plan.profile.signature else plan.profile.name))
        raw = shape(grid_of(self.records, self.rows, plan, self.aside), self.name)
        raw = replace(raw, notes=[*self.notes, *raw.notes])
        if self.doubtful:
            before = raw.rows["quality"].fillna(0).astype("int64") if "quality" in raw.rows else 0
            flag = raw.rows["row"].isin(self.doubtful).astype("int64") * int(Quality.NOT_A_FIX)
            raw = replace(raw, rows=raw.rows.assign(quality=before | flag))
        if self.tracks:
            named = pd.Series([self.tracks.get(row) for row in raw.rows["row"].tolist()], dtype="str")
            raw = by_track_name(replace(raw, rows=raw.rows.assign(track_name=named)), what, labels=labels)
        return raw

    def _header(self) -> KeysView[str]:
        """Give the names that any point uses, in the order of the file."""
        return dict.fromkeys(["lon", "lat", *(key for record in self.records for key in record)]).keys()

    def _one_name_each(self) -> None:
        """Bring names of one meaning together where no point has two of them: each app names its points' values its own way."""
        for meaning in (*_SHARED, "time"):
            names = _CLOCKS if meaning == "time" else profile_named("generic").columns[meaning]
            used = list(dict.fromkeys(key for record in self.records for key in record if canonical(key) in names))
            several = any(sum(record.get(key) is not None for key in used) > 1 for record in self.records)
            if len(used) < 2 or several:
                continue
            for record in self.records:
                for key in [key for key in used if key in record]:
                    record[used[0]] = record.pop(key)
            called, what = ", ".join(map(repr, used)), _WORDS.get(meaning, meaning)
            self.note(f"No point has two of {called}; each was read as the {what} of its point.")

    def _moved(self, system: str) -> None:
        """Turn positions of another coordinate system into WGS 84 degrees."""
        lon, lat = (np.array([record[axis] for record in self.records], float) for axis in ("lon", "lat"))
        try:
            moved = gpd.GeoSeries(gpd.points_from_xy(lon, lat), crs=system).to_crs(4326)
        except (RuntimeError, ValueError) as error:
            raise InputError(
                f"The coordinate system {system[:60]!r} is not known.",
                where=self.name,
                do="Export in WGS 84 degrees (EPSG:4326).",
            ) from error
        self.note(f"Positions were turned into WGS 84 degrees from {system[:60]}, which the file states.")
        for record, x, y in zip(self.records, moved.x.tolist(), moved.y.tolist(), strict=True):
            record["lon"], record["lat"] = x, y


def _record(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Give the properties of one point under the names of tables; structures are left out."""
    given = {str(key): value for key, value in properties.items() if not isinstance(value, (list, dict))}
    have = {canonical(key) for key in given}
    record: dict[str, Any] = {}
    for key, value in given.items():
        name = _APPS.get(canonical(key), key)
        if canonical(key) == "date" and not have & set(_CLOCKS):
            name = "time"
        record[key if name != key and canonical(name) in have else name] = None if value == "" else value
    return record
