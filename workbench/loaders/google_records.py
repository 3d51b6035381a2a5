"""Google's ``Records.json``: positions as integers of 1e-7 degrees."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from workbench.base.errors import InputError
from workbench.loaders.gather import Gather, number, word
from workbench.loaders.jsontext import read_json
from workbench.loaders.properties import method_of
from workbench.loaders.raw import Raw
from workbench.loaders.source import Source

__all__ = ["read_google_records"]


def degrees(value: object) -> float:
    """Turn an integer of 1e-7 degrees into degrees; old exports wrap round at 2**32."""
    result = number(value, 1e-7)
    return result - 429.4967296 if result > 180.0 else result


def read_google_records(source: Source) -> Raw:
    """Read Google's ``Records.json``."""
    # Source: the export's own layout (`latitudeE7`, `accuracy` in metres, `velocity` in metres per second).
    content = read_json(source)
    places = content.get("locations") if isinstance(content, dict) else None
    if not isinstance(places, list):
        raise InputError("The JSON holds no list of locations.", where=source.name, do="Check what kind of file it is.")
    gather = Gather(source.name)
    for place in places:
        if not isinstance(place, dict) or "latitudeE7" not in place or "longitudeE7" not in place:
            gather.skip("the record has no position")
        else:
            _take(place, gather)
    return replace(gather.raw("google-records", utc=True), one_wearer=True)


def _take(place: dict[str, Any], gather: Gather) -> None:
    gather.keep(
        {
            "time": place.get("timestamp", place.get("timestampMs")),
            "lon": degrees(place["longitudeE7"]),
            "lat": degrees(place["latitudeE7"]),
            "accuracy_m": number(place.get("accuracy"), low=0.0),
            "speed_kmh": number(place.get("velocity"), 3.6, low=0.0),
            "heading_deg": number(place.get("heading"), low=0.0),
            "method": method_of(place.get("source")),
            "device_id": word(place.get("deviceTag")),
        }
    )
