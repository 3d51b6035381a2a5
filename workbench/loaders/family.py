"""What kinds of tables are read: which columns each has, which must be there, and where its profiles lie."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

__all__ = ["TRACKS", "Family"]

_SHARED = frozenset({"title", "signature", "timezone", "day_first", "uk", "personal", "columns"})
_SPEEDS = ("speed_kmh", "speed_ms", "speed_mph", "speed_knots", "speed")


@dataclass(frozen=True)
class Family:
    """One kind of table.

    Attributes
    ----------
    fields : tuple of str
        What a column can be; the keys of ``columns=`` and of a profile's ``[columns]``.
    entries : frozenset of str
        What a profile may say besides what every profile may.
    folder : str
        Folder of its shipped profiles inside ``profiles``; empty for the folder itself.
    settle : callable
        Takes our field -> column and settles columns that could be two things.
    missing : callable
        Takes our field -> column and names what has no column.
    example : str
        How ``columns=`` is written for it.
    """

    fields: tuple[str, ...]
    entries: frozenset[str]
    folder: str
    settle: Callable[[dict[str, str]], dict[str, str]]
    missing: Callable[[Mapping[str, str]], list[str]]
    example: str

    @property
    def keys(self) -> frozenset[str]:
        """All entries that a profile of this family may have."""
        return _SHARED | self.entries


def _one_reading(fields: dict[str, str]) -> dict[str, str]:
    """Settle columns that could be two things: a clock beside a date is a time of day; degrees win over E7."""
    found = dict(fields)
    if "date" in found and found.get("clock") is not None and found.get("time") in (None, found["clock"]):
        found.pop("time", None)
    else:
        found.pop("date", None)
        found.pop("clock", None)
    for axis in ("lat", "lon"):
        if axis in found:
            found.pop(f"{axis}_e7", None)
    for extra in [k for k in _SPEEDS if k in found][1:]:
        found.pop(extra)
    return found


def _missing(fields: Mapping[str, str]) -> list[str]:
    position = all(a in fields or f"{a}_e7" in fields for a in ("lat", "lon")) or "geometry" in fields
    time = any(k in fields for k in ("time", "date", "recorded", "uploaded"))
    return [word for word, there in (("latitude and longitude", position), ("time", time)) if not there]


TRACKS = Family(
    fields=(
        "fix_id",
        "wearer_id",
        "device_id",
        "time",
        "date",
        "clock",
        "recorded",
        "uploaded",
        "lat",
        "lon",
        "lat_e7",
        "lon_e7",
        "north_south",
        "east_west",
        "geometry",
        "accuracy_m",
        "accuracy_level",
        *_SPEEDS,
        "heading_deg",
        "satellites",
        "method",
        "active_from",
        "active_to",
        "quality",
        "origin_file",
        "origin_row",
    ),
    entries=frozenset({"accuracy_level", "clock", "guarded_texts", "methods"}),
    folder="",
    settle=_one_reading,
    missing=_missing,
    example="{'lat': ..., 'lon': ..., 'time': ...}",
)
"""Positions of tags."""
