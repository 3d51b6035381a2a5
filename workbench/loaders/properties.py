"""Names that apps give to the properties of a point, and what we call them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from workbench.loaders.values import number, word

__all__ = ["METHOD_WORDS", "point_values"]

METHOD_WORDS = {
    "gps": "gnss",
    "gnss": "gnss",
    "agps": "gnss",
    "assisted_gps": "gnss",
    "satellite": "gnss",
    "wifi": "wifi",
    "wlan": "wifi",
    "wi-fi": "wifi",
    "cell": "cell",
    "gsm": "cell",
    "lbs": "cell",
    "beacon": "beacon",
    "rf": "beacon",
    "unknown": "unknown",
}
"""Words for how a position was found; "network" and "fused" mix several ways and stay unknown."""

_TIMES = (
    "time",
    "timestamp",
    "datetime",
    "date_time",
    "when",
    "date",
    "tst",
    "fixtime",
    "fix_time",
    "time_long",
    "timestampms",
    "recorded_at",
    "created_at",
)
_SPEEDS = (
    ("speed_kmh", 1.0),
    ("speed_kph", 1.0),
    ("speed_mps", 3.6),
    ("vel", 1.0),
    ("speed", 3.6),
    ("velocity", 3.6),
    ("speedmeterspersecond", 3.6),
)
_ACCURACIES = (
    "accuracy_m",
    "accuracy",
    "acc",
    "horizontal_accuracy",
    "horizontalaccuracy",
    "accuracymeters",
    "precision",
    "radius_m",
)
_HEADINGS = ("heading_deg", "heading", "bearing", "course", "cog", "direction")
_METHODS = ("method", "provider", "source", "location_source")
_SATELLITES = ("satellites", "sat", "sats", "num_satellites")
_OURS = frozenset({"fix_id", "wearer_id", "accuracy_level", "quality", "file", "row"})
"""Our own exports have all of these; then the first source of each fix is kept."""
_IDS = {
    "fix_id": ("fix_id", "position_id", "point_id"),
    "wearer_id": ("wearer_id", "user_id", "user", "subject_identifier"),
    "device_id": ("device_id", "deviceid", "device", "tracker_id", "tid", "devicetag"),
}


def method_of(value: object) -> str:
    """Say how a position was found, from an app's word for it."""
    return METHOD_WORDS.get(str(value).strip().lower(), "unknown") if value is not None else "unknown"


def point_values(properties: Mapping[str, Any]) -> dict[str, Any]:
    """Translate the properties of one point into our columns."""
    # Source: the apps' own pages (GPSLogger, Overland and Dawarich give metres per second, OwnTracks' `vel` is km/h); -1 means
    # unknown on telephones.
    have = {str(name).strip().lower(): value for name, value in properties.items() if value not in (None, "")}
    time_name = next((name for name in _TIMES if name in have), None)
    speed_name, factor = next(((name, f) for name, f in _SPEEDS if name in have), ("", math.nan))
    values: dict[str, Any] = {
        "time": have.get(time_name) if time_name else None,
        "accuracy_m": number(_first(have, _ACCURACIES), low=0.0),
        "speed_kmh": number(have.get(speed_name), factor, low=0.0),
        "heading_deg": number(_first(have, _HEADINGS), low=0.0),
        "satellites": number(_first(have, _SATELLITES), low=0.0),
        "method": method_of(_first(have, _METHODS)),
        "time_name": time_name,
        "speed_name": speed_name,
    }
    if have.keys() >= _OURS:
        values |= {"accuracy_level": number(have["accuracy_level"]), "quality": _whole(have["quality"])}
        values |= {"origin_file": word(have["file"]), "origin_row": _whole(have["row"])}
        values |= {name: have.get(name) for name in ("recorded", "uploaded")}
    return values | {ours: word(_first(have, theirs)) for ours, theirs in _IDS.items()}


def _whole(value: object) -> float:
    result = number(value, low=0.0)
    return result if result < 2**40 and result == int(result) else math.nan


def _first(have: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    return next((have[name] for name in names if name in have), None)
