"""Read orders from files: ``wb.read_orders``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd

from workbench.base import InputError, recorded
from workbench.loaders import Source, open_source, places_of, read_json, source_of
from workbench.orders.book import Orders
from workbench.orders.entries import LISTS, Entries, read_entries
from workbench.orders.versions import clock_notes, in_force, tables_of
from workbench.tables import FILES, SET_ASIDE, LoadReport
from workbench.time import zone

__all__ = ["Draft", "as_orders", "read_orders"]


@dataclass
class Draft:
    """What one file holds, in the workbench's own shape.

    Attributes
    ----------
    profile : str
        Which shape the file had.
    orders : list of dict
        In the shape that a person writes by hand.
    aside : list of (int, str)
        Row and reason of what cannot be an entry of an order.
    notes : list of str
        What had to be decided.
    """

    profile: str
    orders: list[dict[str, Any]] = field(default_factory=list)
    aside: list[tuple[int, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


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
        JSON in the workbench's own shape.
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
    return _load([(source, _draft(source)) for source in sources], _located(places), wearer, timezone)


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
        return _load([(source, _draft(source))], None, None, "Europe/London")
    raise InputError(f"{type(orders).__name__!r} are no orders.", where="orders", do="Read them with wb.read_orders.")


def _draft(source: Source) -> Draft:
    content = read_json(source)
    if isinstance(content, Mapping) and "orders" in content:
        return _own(content, source)
    raise InputError(
        "The content is in no shape of orders that is read here.",
        where=source.name,
        do='Write {"orders": [...]}, or export from a source that is listed in the documentation.',
    )


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
    read = 0
    for source, draft in drafts:
        orders, rows = _numbered(draft.orders)
        shift = dict(draft.aside)
        read += rows + len(shift)
        notes += draft.notes
        aside += [{"file": source.file, "row": rows + i, "reason": reason} for i, reason in enumerate(shift.values(), 1)]
        table.append({"name": source.name, "file": source.file, "sha256": source.sha256, "bytes": source.size,
                      "profile": draft.profile, "rows": rows + len(shift), "first": pd.NaT, "last": pd.NaT})  # fmt: skip
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
            written.append(plain)
            notes += entries.notes
    _locate(kept, located, notes)
    in_force(kept, notes)
    orders_table, clauses, order_places, permissions = tables_of(kept, files)
    notes += [f"{said}: {why}" for said, why in _without_duty(clauses)]
    notes += clock_notes(clauses)
    set_aside = SET_ASIDE.arrange(pd.DataFrame(aside, columns=["file", "row", "reason"]))
    report = LoadReport(
        read, read - len(set_aside), set_aside, FILES.arrange(pd.DataFrame(table)), warnings=list(dict.fromkeys(notes))
    )
    return Orders(orders_table, clauses, order_places, permissions, report, tuple(written))


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
