"""One order in the shape that a person can write by hand, entry by entry into clauses, places and permissions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from workbench.base import InputError
from workbench.orders.entry_hours import hours_of
from workbench.orders.entry_values import Reader
from workbench.orders.zone_shapes import area_from
from workbench.time import read_edge, to_local

__all__ = ["LISTS", "Entries", "read_entries"]

LISTS = {
    "places": {"place_id", "name", "lon", "lat", "radius_m"},
    "curfews": {"clause_id", "text", "place_id", "grace_minutes", "schedule", "start", "end", "name"},
    "zones": {
        "zone_id",
        "clause_id",
        "text",
        "kind",
        "name",
        "buffer_m",
        "edge_error_m",
        "schedule",
        "geometry",
        "drawn_by",
        "start",
        "end",
    },
    "appointments": {"appointment_id", "clause_id", "text", "place_id", "start", "end", "minutes", "name", "schedule"},
    "non_association": {"clause_id", "text", "with", "within_m", "schedule", "start", "end", "name"},
    "moving_zones": {"clause_id", "text", "around_device", "radius_m", "schedule", "start", "end", "name"},
    "residence": {"clause_id", "text", "place_id", "start", "end", "name"},
    "devices": {"clause_id", "text", "device_id", "start", "end", "name"},
    "permissions": {"permission_id", "clause_ids", "start", "end", "reason", "granted_by", "granted_at"},
    "absences": {"permission_id", "start", "end", "reason", "granted_by", "granted_at"},
}
"""The lists of an order and the keys of their entries."""
_ORDER_KEYS = {
    "order_id", "version", "wearer_id", "kind", "timezone", "start", "end", "in_force_from", "source", "entered_by",
    "bank_holidays",
}  # fmt: skip
_KINDS = {
    "curfews": "curfew",
    "appointments": "appointment",
    "non_association": "non_association",
    "moving_zones": "moving_zone",
    "residence": "residence",
    "devices": "device",
}
_MOST_VERSIONS = 1_000_000_000
_ZONE_KINDS = ("exclusion", "inclusion", "restriction")


@dataclass
class Entries:
    """What one order of a file holds; times in UTC.

    Attributes
    ----------
    order : dict
        Of the order itself.
    clauses, places, permissions : list of dict
        Of its entries.
    notes : list of str
        What had to be decided or was not read.
    """

    order: dict[str, Any]
    clauses: list[dict[str, Any]] = field(default_factory=list)
    places: list[dict[str, Any]] = field(default_factory=list)
    permissions: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_entries(raw: Mapping[str, Any], file: str, number: int, timezone: str, wearer: str | None) -> Entries:
    """Read one order."""
    notes: list[str] = []
    own = raw.get("timezone") or timezone
    where = f"{file}, order {raw.get('order_id') or number}"
    version = raw.get("version", 1)
    if isinstance(version, bool) or not isinstance(version, int) or not 1 <= version < _MOST_VERSIONS:
        raise InputError(f"The version is {version!r}, not a whole number from 1.", where=where, do="Write 1, 2, 3 ...")
    read = Reader(where + (f" version {version}" if "version" in raw else ""), own, notes)
    read.unread(raw, _ORDER_KEYS | set(LISTS))
    owner = read.text(raw, "wearer_id") or wearer
    if owner is None:
        raise read.fail("The order does not say whose it is.", "Write its wearer_id, or give wearer=.")
    order = {
        "order_id": read.text(raw, "order_id") or f"{file.rsplit('.', 1)[0]}-{number}",
        "version": version,
        "wearer_id": owner,
        "kind": read.text(raw, "kind"),
        "timezone": own,
        "start": read.edge(raw, "start"),
        "end": read.edge(raw, "end", last=True),
        "in_force_from": read.edge(raw, "in_force_from"),
        "source": read.text(raw, "source"),
        "entered_by": read.text(raw, "entered_by"),
        "row": raw.get("_row", number),
    }
    if order["start"] is None and not raw.get("_undated"):
        raise read.fail("The order has no start.", 'Write the day on which it begins: "start": "2026-03-01".')
    if order["start"] is not None and order["end"] is not None and order["end"] <= order["start"]:
        raise read.fail("The order ends before it starts.", "Correct its start or its end.")
    holidays = tuple(
        to_local(read_edge(day, own, name=read.where).utc, own).date() for day in _listed(raw, "bank_holidays", read)
    )
    found = Entries(order, notes=notes)
    for name, known in LISTS.items():
        for index, entry in enumerate(_listed(raw, name, read), 1):
            if not isinstance(entry, Mapping):
                raise read.fail(f"Entry {index} of {name} is {entry!r}.", "Write it as an object with its keys.")
            here = read.at(_called(name, entry, index))
            here.unread(entry, known)
            _sort_in(found, name, entry, index, here, holidays)
    _check_ids(found, read)
    return found


def _listed(raw: Mapping[str, Any], name: str, read: Reader) -> Sequence[Any]:
    value = raw.get(name)
    if value is None:
        return ()
    if not isinstance(value, list | tuple):
        raise read.fail(f"{name!r} is {value!r}, not a list.", f'Write "{name}": [ ... ].')
    return value


def _called(name: str, entry: Mapping[str, Any], index: int) -> str:
    if name == "places":
        return f"place {entry.get('place_id') or index}"
    if name in ("permissions", "absences"):
        return f"{name[:-1]} {entry.get('permission_id') or index}"
    return f"clause {entry.get('clause_id') or entry.get('zone_id') or entry.get('appointment_id') or f'{index} of {name}'}"


def _sort_in(
    found: Entries, name: str, entry: Mapping[str, Any], index: int, read: Reader, holidays: tuple[dt.date, ...]
) -> None:
    row = entry.get("_row", 0)
    if name == "places":
        found.places.append({**_place(entry, read), "row": row})
    elif name in ("permissions", "absences"):
        found.permissions.append({**_permission(name, entry, index, read), "row": row})
    else:
        made = _clause(name, entry, index, read)
        made["schedule"] = hours_of(name, entry, made, read, holidays)
        found.clauses.append({**made, "row": row})


def _place(entry: Mapping[str, Any], read: Reader) -> dict[str, Any]:
    place_id = read.text(entry, "place_id")
    if place_id is None:
        raise read.fail("The place has no place_id.", "Give it one, so that clauses can name it.")
    lon, lat = read.number(entry, "lon", (-180.0, 180.0)), read.number(entry, "lat", (-90.0, 90.0))
    if (lon is None) != (lat is None) or lon == lat == 0:
        raise read.fail(f"Longitude {lon} and latitude {lat} are no place.", "Write both in degrees, or neither.")
    return {
        "place_id": place_id,
        "name": read.text(entry, "name"),
        "lon": lon,
        "lat": lat,
        "radius_m": read.number(entry, "radius_m"),
    }


def _permission(name: str, entry: Mapping[str, Any], index: int, read: Reader) -> dict[str, Any]:
    start, end = read.span(entry)
    ids = entry.get("clause_ids")
    if name == "permissions" and (not isinstance(ids, list | tuple) or not ids or not all(isinstance(i, str) for i in ids)):
        raise read.fail("The permission does not name the clauses it lifts.", 'Write "clause_ids": ["z1"].')
    kind = name[:-1]
    return {
        "permission_id": read.text(entry, "permission_id") or f"{kind}-{index}",
        "kind": kind,
        "clause_ids": tuple(ids or ()),
        "start": start,
        "end": end,
        "reason": read.text(entry, "reason"),
        "granted_by": read.text(entry, "granted_by"),
        "granted_at": read.edge(entry, "granted_at"),
    }


def _clause(name: str, entry: Mapping[str, Any], index: int, read: Reader) -> dict[str, Any]:
    kind = _KINDS.get(name) or read.text(entry, "kind")
    zone_id = (read.text(entry, "zone_id") or f"zone-{index}") if name == "zones" else None
    appointment = read.text(entry, "appointment_id")
    once = name == "appointments" and not entry.get("schedule") and not entry.get("_when")
    made: dict[str, Any] = {
        "clause_id": read.text(entry, "clause_id") or zone_id or appointment or f"{kind}-{index}",
        "kind": kind,
        "item": zone_id or appointment or f"{index}",
        "place_id": read.text(entry, "place_id"),
        "zone_id": zone_id,
        "name": read.text(entry, "name"),
        "text": read.text(entry, "text") or "",
        "own_start": None if once else read.edge(entry, "start"),
        "own_end": None if once else read.edge(entry, "end", last=True),
        "grace_minutes": read.number(entry, "grace_minutes"),
        "buffer_m": read.number(entry, "buffer_m"),
        "edge_error_m": read.number(entry, "edge_error_m"),
        "within_m": read.number(entry, "radius_m" if name == "moving_zones" else "within_m"),
        "with_wearer": read.text(entry, "with"),
        "around_device": read.text(entry, "around_device"),
        "device_id": read.text(entry, "device_id"),
        "drawn_by": read.text(entry, "drawn_by"),
        "no_duty": "",
        "geometry": None,
    }
    needed = {
        "curfews": ("place_id",),
        "appointments": ("place_id",),
        "non_association": ("with_wearer", "within_m"),
        "moving_zones": ("around_device", "within_m"),
        "devices": ("device_id",),
    }
    for key in needed.get(name, ()):
        if made[key] is None and not entry.get("_loose"):
            said = {"with_wearer": "with"}.get(key, "radius_m" if (name, key) == ("moving_zones", "within_m") else key)
            raise read.fail(f"{said!r} is missing.", "Write it into the clause.")
    if name == "zones":
        if kind not in _ZONE_KINDS:
            raise read.fail(f"The kind of zone is {kind!r}.", f"Write one of {', '.join(_ZONE_KINDS)}.")
        _draw(made, entry, read)
    return made


def _draw(made: dict[str, Any], entry: Mapping[str, Any], read: Reader) -> None:
    made["geometry"], said = area_from(entry.get("geometry"), read.where)
    read.notes.extend(f"{read.where}: {sentence}" for sentence in said)
    if made["geometry"] is None:
        made["no_duty"] = "its zone is text that nobody has drawn yet"


def _check_ids(found: Entries, read: Reader) -> None:
    kinds: dict[str, str] = {}
    items: set[tuple[str, str, str]] = set()
    for clause in found.clauses:
        key = (clause["clause_id"], clause["kind"], clause["item"])
        if kinds.setdefault(clause["clause_id"], clause["kind"]) != clause["kind"] or key in items:
            raise read.fail(f"Two clauses bear the id {clause['clause_id']!r}.", "Give each clause an id of its own.")
        items.add(key)
    known = {place["place_id"] for place in found.places}
    if len(known) < len(found.places):
        raise read.fail("Two places bear the same place_id.", "Give each place an id of its own.")
    for permission in found.permissions:
        for clause_id in permission["clause_ids"]:
            if clause_id not in kinds:
                raise read.fail(
                    f"Permission {permission['permission_id']!r} names clause {clause_id!r}, which the order does not have.",
                    f"Its clauses are {', '.join(kinds) or 'none'}.",
                )
