"""Exclusion zones as the ministry's viewer of positions lists them: drawn, without dates, and without a wearer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from workbench.base import InputError
from workbench.orders.draft import Draft
from workbench.orders.zone_shapes import area_from

__all__ = ["viewer_zones"]


def viewer_zones(content: Any, name: str) -> Draft | None:
    """Read ``{"exclusionZones": [{name, address, geometry}], "nextToken": ...}``; none if the content is none."""
    zones = content.get("exclusionZones") if isinstance(content, Mapping) else None
    if not isinstance(zones, list):
        return None
    draft = Draft("viewer zones")
    kept: list[dict[str, Any]] = []
    for number, zone in enumerate(zones, 1):
        reason = "it is no zone" if not isinstance(zone, Mapping) else "" if zone.get("geometry") else "it has no outline"
        try:
            area_from(zone.get("geometry"), name) if not reason else None
        except InputError as error:
            reason = error.what
        if reason:
            draft.aside.append(f"zone {number}: {reason.rstrip('.')}")
            continue
        called = ", ".join(str(zone[key]) for key in ("name", "address") if zone.get(key))
        rest = {key: value for key, value in zone.items() if key not in ("name", "address", "geometry", "id")}
        kept.append({"zone_id": str(zone.get("id") or f"zone-{number}"), "kind": "exclusion", "name": called or None,
                     "geometry": zone["geometry"], **rest})  # fmt: skip
    draft.orders.append({"zones": kept, "_undated": True})
    draft.notes.append(f"{name}: the zones bear no dates; they are taken to be in force at any time that is asked for.")
    if content.get("nextToken"):
        draft.notes.append(f"{name}: the list goes on (nextToken); what follows is not in this file.")
    return draft
