"""Which version of an order is in force when, and the tables that follow; a later version ends the earlier one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import combinations
from typing import Any

import geopandas as gpd
import pandas as pd

from workbench.base import InputError
from workbench.orders.entries import Entries
from workbench.tables import ALERTS, CLAUSES, ORDER_PLACES, ORDERS, PERMISSIONS
from workbench.time import UTC_US, midnights, to_local, wall

__all__ = ["clock_notes", "in_force", "lasting", "tables_of"]

_FAR = pd.Timedelta(days=2 * 366)
"""How far ahead of its start an order without an end is looked through for nights on which the clocks change."""
_DAY = dt.timedelta(days=1)
_TIMES = ("start", "end", "granted_at", "written_end", "own_start", "own_end")


def in_force(found: Sequence[Entries], notes: list[str]) -> None:
    """Put into each order the time for which its version holds."""
    for order_id in dict.fromkeys(e.order["order_id"] for e in found):
        versions = sorted((e.order for e in found if e.order["order_id"] == order_id), key=lambda o: o["version"])
        _check_versions(order_id, versions)
        for order in versions:
            stated = order.pop("in_force_from")
            if stated is None and order is not versions[0]:
                notes.append(
                    f"Order {order_id} version {order['version']} does not say since when it is in force; "
                    f"its start was taken, {_day(order)}."
                )
            order["written_end"] = order["end"]
            order["start"] = max((t for t in (order["start"], stated) if t is not None), default=None)
        for earlier, later in combinations(versions, 2):
            _end_at(order_id, earlier, later, notes)


def _end_at(order_id: str, earlier: dict[str, Any], later: dict[str, Any], notes: list[str]) -> None:
    """End a version where a later one begins."""
    since = later["start"]
    if since is None:
        raise InputError(
            f"Version {later['version']} does not say since when it is in force.",
            where=f"order {order_id}",
            do="Write its in_force_from.",
        )
    earlier["end"] = since if earlier["end"] is None else min(earlier["end"], since)
    if earlier["start"] is not None and earlier["end"] < earlier["start"]:
        earlier["end"] = earlier["start"]
    if earlier["end"] == earlier["start"]:
        notes.append(
            f"Order {order_id} version {earlier['version']} is never in force: version {later['version']} replaces it at once."
        )


def _check_versions(order_id: str, versions: Sequence[dict[str, Any]]) -> None:
    numbers = [o["version"] for o in versions]
    if len(set(numbers)) < len(numbers):
        raise InputError(
            f"Version {max(numbers, key=numbers.count)} was given more than once, with different content.",
            where=f"order {order_id}",
            do="Give each version its own number, and say from when it is in force (in_force_from).",
        )
    owners = sorted({o["wearer_id"] for o in versions})
    if len(owners) > 1:
        raise InputError(
            f"Its versions are of different wearers: {', '.join(owners)}.", where=f"order {order_id}", do="Correct them."
        )


def _day(order: dict[str, Any]) -> str:
    return "not stated" if order["start"] is None else f"{to_local(order['start'], order['timezone']):%Y-%m-%d %H:%M %Z}"


def tables_of(
    found: Sequence[Entries], files: Sequence[str], raised: list[dict[str, Any]]
) -> tuple[pd.DataFrame, gpd.GeoDataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Make the tables of orders, clauses, places, permissions and alerts."""
    orders, clauses, places, permissions = [], [], [], []
    for entries, file in zip(found, files, strict=True):
        order = entries.order
        own = {"order_id": order["order_id"], "version": order["version"], "file": file}
        orders.append({**order, "file": file})
        both = {**own, "wearer_id": order["wearer_id"], "timezone": order["timezone"], "entered_by": order["entered_by"]}
        clauses += [{**clause, **both, **_held(clause, order)} for clause in entries.clauses]
        places += [{**place, **own} for place in entries.places]
        permissions += [{**permission, **both} for permission in entries.permissions]
    frame = _arranged(CLAUSES, clauses, ["item", "schedule", "timezone", "own_start", "own_end"])
    return (
        _arranged(ORDERS, orders, ["written_end"]),
        gpd.GeoDataFrame(frame, geometry="geometry", crs=4326),
        _arranged(ORDER_PLACES, places),
        _arranged(PERMISSIONS, permissions, ["clause_ids"]),
        _arranged(ALERTS, raised),
    )


def _held(clause: dict[str, Any], order: dict[str, Any]) -> dict[str, Any]:
    """Give the time a clause is in force: its own dates within those of its version."""
    start = max((t for t in (clause["own_start"], order["start"]) if t is not None), default=None)
    end = min((t for t in (clause["own_end"], order["end"]) if t is not None), default=None)
    if start is not None and end is not None and end < start:
        end = start
    return {"start": start, "end": end, "hours": clause["schedule"].words(order["timezone"])}


def _arranged(table: Any, rows: list[dict[str, Any]], more: Sequence[str] = ()) -> pd.DataFrame:
    names = [*table.names, *more]
    columns = {name: pd.Series([row.get(name) for row in rows], dtype=_kind(table, name)) for name in names}
    return table.validate(table.arrange(pd.DataFrame(columns)))


def _kind(table: Any, name: str) -> str:
    kinds = {column.name: column.dtype for column in table.columns}
    kind = kinds.get(name, "object")
    return "object" if kind == "geometry" else UTC_US if name in _TIMES else kind


def clock_notes(clauses: pd.DataFrame) -> list[str]:
    """Say which hours of a timetable fall on a clock change while they are in force."""
    notes: list[str] = []
    changes: dict[Any, Any] = {}
    for clause in clauses[clauses["no_duty"] == ""].itertuples():
        if not clause.schedule.slots or pd.isna(clause.start):
            continue
        until = clause.start + _FAR if pd.isna(clause.end) else clause.end
        key = (clause.start, until, clause.timezone)
        if key not in changes:
            first, last = (wall(edge.to_pydatetime(), clause.timezone).date() for edge in (clause.start, until))
            changes[key] = [(a, b) for _, a, b in midnights(first, last, clause.timezone) if b - a != _DAY]
        for start, end in changes[key]:
            for window in clause.schedule.windows(start, end, clause.timezone):
                notes += [f"Order {clause.order_id}, clause {clause.clause_id}: {note}" for note in window.notes]
    return list(dict.fromkeys(notes))


def lasting(found: Sequence[Entries]) -> list[str]:
    """Say which permissions are taken to hold under versions of their order that do not write them."""
    notes = []
    for order_id in dict.fromkeys(e.order["order_id"] for e in found):
        versions = [e for e in found if e.order["order_id"] == order_id]
        ids = {e.order["version"]: {p["permission_id"] for p in e.permissions} for e in versions}
        for permission_id in sorted(set().union(*ids.values())):
            holders = sorted(version for version, own in ids.items() if permission_id in own)
            if len(holders) < len(versions):
                said = ", ".join(map(str, holders))
                notes.append(
                    f"Order {order_id}: permission {permission_id} is written in version {said} alone; "
                    "it is taken to hold under every version, as nothing says that it was withdrawn."
                )
    return notes
