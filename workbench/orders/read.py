"""Read orders from files: ``wb.read_orders``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd

from workbench.base import InputError, recorded
from workbench.loaders import Source, open_source, places_of, read_json, source_of
from workbench.orders.book import Orders
from workbench.orders.draft import Draft
from workbench.orders.entries import LISTS, Entries, read_entries
from workbench.orders.icalendar_orders import calendar_orders
from workbench.orders.ministry import ministry_orders
from workbench.orders.ministry_alerts import ministry_alerts
from workbench.orders.ministry_table import table_orders
from workbench.orders.versions import clock_notes, in_force, lasting, tables_of
from workbench.orders.viewer import viewer_zones
from workbench.tables import FILES, SET_ASIDE, LoadReport
from workbench.time import zone

_OWN = {"curfews", "zones", "appointments", "non_association", "moving_zones", "residence"}
_DO = 'Write {"orders": [...]}; read are also the ministry\'s shapes in JSON and CSV, and iCalendar.'

__all__ = ["as_orders", "read_orders"]


@recorded("read")
def read_orders(
    path: str | PathLike[str] | Sequence[str | PathLike[str]],
    *,
    places: pd.DataFrame | str | PathLike[str] | None = None,
    wearer: str | None = None,
    timezone: str = "Europe/London",
) -> Orders:
    """Read orders: curfews, zones, appointments and the other clauses, with their versions and permissions.

    Parameters
    ----------
    path : path-like or sequence of path-like
        JSON in the workbench's own shape or in one of the ministry's, CSV of timetables, iCalendar.
    places : pandas.DataFrame or path-like, optional
        ``place_id, name, lon, lat, radius_m`` (degrees, metres): where the addresses lie that the files only name.
    wearer : str, optional
        Whose orders these are where the files do not say; otherwise only this wearer's are kept.
    timezone : str
        Zone in which clock times are meant if an order names none.

    Returns
    -------
    Orders
        ``.orders .clauses .places .permissions .load``; entries read = entries kept + entries set aside.

    Raises
    ------
    InputError
        If something cannot be read as an order; it names the file, the order and the clause.

    Notes
    -----
    Own design, after the shapes that the ministry's public services use. An end given as a date is the last day in force.
    A later version ends the earlier one from the moment it is in force. A time that happens twice is its first, one that
    does not exist the next that does; ``load.warnings`` names both.

    Examples
    --------
    >>> import json, tempfile
    >>> from pathlib import Path
    >>> home = {"place_id": "home", "name": "12 Mere Lane", "lon": 1.2, "lat": 51.4, "radius_m": 40}
    >>> nights = [{"day": "Mo-Fr", "start": "19:00", "end": "07:00"}]
    >>> order = {"order_id": "O1", "wearer_id": "W1", "start": "2026-03-01", "end": "2026-09-01", "places": [home],
    ...          "curfews": [{"clause_id": "c1", "text": "At home on weeknights.", "place_id": "home", "schedule": nights}]}
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     place = Path(folder) / "order.json"
    ...     _ = place.write_text(json.dumps({"orders": [order]}))
    ...     orders = read_orders(place)
    >>> orders.clauses[["clause_id", "kind", "hours"]].values.tolist()
    [['c1', 'curfew', 'Mo-Fr 19:00-07:00']]
    """
    zone(timezone)
    sources = [open_source(p) for p in places_of(path)]
    return _load([(source, _draft(source, timezone)) for source in sources], _located(places), wearer, timezone)


def as_orders(orders: Orders | Sequence[Mapping[str, Any]]) -> Orders:
    """Take orders as they are, or read them from a list in the workbench's own shape.

    Parameters
    ----------
    orders : Orders or sequence of dict
    """
    if isinstance(orders, Orders):
        return orders
    if isinstance(orders, Sequence) and not isinstance(orders, str) and all(isinstance(o, Mapping) for o in orders):
        source = source_of("orders", json.dumps({"orders": list(orders)}, default=str).encode())
        return _load([(source, _draft(source, "Europe/London"))], None, None, "Europe/London")
    raise InputError(f"{type(orders).__name__!r} are no orders.", where="orders", do="Read them with wb.read_orders.")


def _draft(source: Source, timezone: str) -> Draft:
    text = source.head_text()
    if text[:15].upper() == "BEGIN:VCALENDAR":
        return calendar_orders(source.text(), source.name, timezone)
    if text[:1] not in ("{", "["):
        return ministry_orders(table_orders(source.text(), source.name)) or Draft("table")
    content = read_json(source)
    if isinstance(content, list) and all(isinstance(o, Mapping) and _OWN & o.keys() for o in content):
        content = {"orders": content}
    if isinstance(content, Mapping) and "orders" not in content and _OWN & content.keys():
        content = {"orders": [dict(content)]}
    if isinstance(content, Mapping) and "orders" in content:
        return _own(content, source)
    found = viewer_zones(content, source.name) or ministry_alerts(content, timezone) or ministry_orders(content)
    if found is None:
        raise InputError("The content is in no shape of orders that is read here.", where=source.name, do=_DO)
    return found


def _own(content: Mapping[str, Any], source: Source) -> Draft:
    if not isinstance(content["orders"], list) or not all(isinstance(o, Mapping) for o in content["orders"]):
        raise InputError("'orders' is not a list of orders.", where=source.name, do='Write {"orders": [{...}]}.')
    draft = Draft("orders", [dict(order) for order in content["orders"]])
    rest = [key for key in content if key != "orders"]
    if rest:
        draft.notes.append(f"{source.name}: not read: {', '.join(map(repr, rest))}.")
    return draft


def _numbered(orders: Sequence[dict[str, Any]]) -> tuple[list[dict[str, Any]], int]:
    """Number the entries of all orders of a file from 1; an order without entries is a row of its own."""
    made, row = [], 0
    for order in orders:
        own: dict[str, Any] = {**order, "_row": row + 1}
        before = row
        for name in LISTS:
            if isinstance(order.get(name), list | tuple):
                entries = []
                for entry in order[name]:
                    row += 1
                    entries.append({"_row": row, **entry} if isinstance(entry, Mapping) else entry)
                own[name] = entries
        row += row == before
        made.append(own)
    return made, row


def _rows_of(order: Mapping[str, Any]) -> list[int]:
    return [e["_row"] for name in LISTS for e in order.get(name) or () if isinstance(e, Mapping)] or [order["_row"]]


def _load(drafts: list[tuple[Source, Draft]], located: pd.DataFrame | None, wearer: str | None, timezone: str) -> Orders:
    kept: list[Entries] = []
    files: list[str] = []
    written: list[dict[str, Any]] = []
    aside: list[dict[str, Any]] = []
    table: list[dict[str, Any]] = []
    notes: list[str] = []
    seen: dict[tuple[str, int], str] = {}
    raised: list[dict[str, Any]] = []
    read = 0
    for source, draft in drafts:
        orders, rows = _numbered(draft.orders)
        rows_all = rows + len(draft.aside) + len(draft.alerts)
        read += rows_all
        notes += draft.notes
        aside += [{"file": source.file, "row": rows + i, "reason": reason} for i, reason in enumerate(draft.aside, 1)]
        for row, alert in enumerate(draft.alerts, rows + len(draft.aside) + 1):
            if wearer in (None, alert["wearer_id"]):
                raised.append({**alert, "file": source.file, "row": row})
            else:
                aside.append({"file": source.file, "row": row, "reason": f"it is an alert of {alert['wearer_id']}"})
        table.append({"name": source.name, "file": source.file, "sha256": source.sha256, "bytes": source.size,
                      "profile": draft.profile, "rows": rows_all, "first": pd.NaT, "last": pd.NaT})  # fmt: skip
        for number, (raw, plain) in enumerate(zip(orders, draft.orders, strict=True), 1):
            entries = read_entries(raw, source.name, number, timezone, wearer)
            key, content = (entries.order["order_id"], entries.order["version"]), json.dumps(plain, sort_keys=True, default=str)
            reason = ""
            if wearer is not None and entries.order["wearer_id"] != wearer:
                reason = f"it is an order of {entries.order['wearer_id']}"
            elif seen.get(key) == content:
                reason = "the same version of the order was given before"
            if reason:
                aside += [{"file": source.file, "row": row, "reason": reason} for row in _rows_of(raw)]
                continue
            seen[key] = content
            kept.append(entries)
            files.append(source.file)
            written.append({**plain, "order_id": key[0], "wearer_id": entries.order["wearer_id"]})
            notes += entries.notes
    if not kept and not raised:
        notes.insert(0, "No order was kept; what was set aside says why.")
    _locate(kept, located, notes)
    in_force(kept, notes)
    tables = tables_of(kept, files, raised)
    notes += [f"{said}: {why}" for said, why in _without_duty(tables[1])]
    notes += [*clock_notes(tables[1]), *lasting(kept)]
    set_aside = SET_ASIDE.arrange(pd.DataFrame(aside, columns=["file", "row", "reason"]))
    report = LoadReport(
        read, read - len(set_aside), set_aside, FILES.arrange(pd.DataFrame(table)), warnings=list(dict.fromkeys(notes))
    )
    return Orders(*tables, load=report, written=tuple(written))


def _without_duty(clauses: pd.DataFrame) -> list[tuple[str, str]]:
    return [
        (f"Order {c.order_id}, clause {c.clause_id} makes no duty", f"{c.no_duty}.")
        for c in clauses[clauses["no_duty"] != ""].itertuples()
    ]


def _located(places: pd.DataFrame | str | PathLike[str] | None) -> pd.DataFrame | None:
    if places is None:
        return None
    table = places if isinstance(places, pd.DataFrame) else pd.read_csv(open_source(Path(places)).path)
    missing = [name for name in ("place_id", "name", "lon", "lat") if name not in table]
    if missing:
        raise InputError(
            f"The table of places lacks {', '.join(missing)}.", where="places", do="Give place_id, name, lon, lat, radius_m."
        )
    return table


def _locate(kept: Sequence[Entries], located: pd.DataFrame | None, notes: list[str]) -> None:
    """Give each place its position: its own, else that of the table of places, by id and then by name."""
    by_id = {} if located is None else {str(p.place_id): p for p in located.itertuples()}
    by_name = {} if located is None else {_plain(p.name): p for p in located.itertuples()}
    for entries in kept:
        where = f"Order {entries.order['order_id']}"
        known = {place["place_id"]: place for place in entries.places}
        for place_id in dict.fromkeys(clause["place_id"] for clause in entries.clauses if clause["place_id"]):
            if place_id not in known:
                known[place_id] = {"place_id": place_id, "name": None, "lon": None, "lat": None, "radius_m": None, "row": 0}
                entries.places.append(known[place_id])
        for place in entries.places:
            if place["lon"] is not None:
                continue
            found = by_id.get(place["place_id"]) or by_name.get(_plain(place["name"]))
            if found is None:
                notes.append(
                    f"{where}: nobody has said where the place {place['name'] or place['place_id']!r} lies; give places=."
                )
                continue
            place.update(lon=float(found.lon), lat=float(found.lat), name=place["name"] or str(found.name))
            place["radius_m"] = place["radius_m"] or float(getattr(found, "radius_m", 0.0)) or None


def _plain(name: object) -> str:
    return " ".join(str(name).lower().replace(",", " ").split()) if isinstance(name, str) else ""
