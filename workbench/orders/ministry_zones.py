"""Zones and attendance in the ministry's orders: mostly text, which makes no duty before a person has drawn or dated it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbench.base import InputError
from workbench.orders.draft import dated
from workbench.orders.timetable import slots_of

__all__ = ["attendance_of", "zones_of"]

_LISTS = {
    "exclusion_zones": "exclusion",
    "inclusion_zones": "inclusion",
    "restriction_zones": "restriction",
    "enforcementZoneConditions": "",
}
_ADDRESS = ("addressLine1", "addressLine2", "addressLine3", "addressLine4", "postcode")


def zones_of(item: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give the zones of an order, their text word for word; none of them is drawn in these shapes."""
    found: list[dict[str, Any]] = []
    for name, kind in _LISTS.items():
        value = item.get(name)
        for zone in value if isinstance(value, list) else [{"description": value}] if isinstance(value, str) and value else ():
            number = len(found) + 1
            zone = zone if isinstance(zone, Mapping) else {"description": zone}
            words = [str(zone[key]) for key in ("description", "duration") if zone.get(key)]
            made = {
                "zone_id": f"zone-{number}",
                "kind": kind or str(zone.get("zoneType") or "exclusion").lower(),
                "name": zone.get("name"),
                "text": "\n".join(words),
                "start": dated(zone.get("start") or zone.get("startDate")),
                "end": dated(zone.get("end") or zone.get("endDate")),
            }
            found.append({key: value for key, value in made.items() if value})
    return found


def attendance_of(item: Mapping[str, Any], where: str) -> list[dict[str, Any]]:
    """Give the mandatory attendance of an order; a day that is no day of the week stays text and makes no duty."""
    found: list[dict[str, Any]] = []
    listed = item.get("mandatoryAttendanceConditions")
    for number, entry in enumerate(listed if isinstance(listed, list) else (), 1):
        if not isinstance(entry, Mapping):
            raise InputError(f"{entry!r} is no attendance.", where=where, do="Write it with its purpose, day and times.")
        place = f"attendance-{number}"
        day, start, end = entry.get("appointmentDay"), entry.get("startTime"), entry.get("endTime")
        words = [str(entry[key]) for key in ("purpose", "appointmentDay", "startTime", "endTime") if entry.get(key)]
        made: dict[str, Any] = {
            "appointment_id": place,
            "place_id": place,
            "name": entry.get("purpose"),
            "text": " ".join(words),
            "start": dated(entry.get("startDate")),
            "end": dated(entry.get("endDate")),
            "_place": {"place_id": place, "name": ", ".join(str(entry[key]) for key in _ADDRESS if entry.get(key))},
        }
        try:
            made["schedule"] = [{"day": day, "start": start, "end": end}]
            slots_of(made["schedule"], where, [])
        except InputError:
            made["schedule"] = None
            made["_when"] = " ".join(str(part) for part in (day, start, end) if part)
        found.append({key: value for key, value in made.items() if value})
    return found
