"""What has changed from one version of an order to another, in plain sentences: ``wb.diff_orders``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from workbench.base import recorded
from workbench.geo import area_m2, distance_m
from workbench.orders.book import Orders
from workbench.orders.hours import Hours, day_ranges
from workbench.orders.read import as_orders
from workbench.orders.words import ADDED, CALLED, CHANGED, KINDS, REMOVED, WITHOUT
from workbench.tables import ORDER_CHANGES
from workbench.time import label, to_local

__all__ = ["diff_orders"]


class _Change(NamedTuple):
    clause_id: str
    what: str
    before: str
    after: str
    words: str


@recorded("find")
def diff_orders(old: Orders | Sequence[Mapping[str, Any]], new: Orders | Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Say in plain sentences what has changed from one version of an order to another.

    Parameters
    ----------
    old, new : Orders
        From ``wb.read_orders``, or a list of orders in the workbench's own shape. The last version of each order that
        both hold is compared; where each holds one order, these two are.

    Returns
    -------
    pandas.DataFrame
        ``clause_id, what, before, after, words``, one row a change; `clause_id` is empty where the order itself changed.
        ``.attrs["old"]`` and ``.attrs["new"]`` are the orders that were compared.

    Raises
    ------
    InputError
        If one of them cannot be read as orders.

    Notes
    -----
    Own design; the ministry's services tell changes in sentences of the same form.

    Examples
    --------
    >>> home = {"place_id": "home", "lon": 1.2, "lat": 51.4, "radius_m": 40}
    >>> def order(start):
    ...     nights = [{"day": "daily", "start": start, "end": "07:00"}]
    ...     return {"order_id": "O1", "wearer_id": "W1", "start": "2026-03-01", "places": [home],
    ...             "curfews": [{"clause_id": "c1", "place_id": "home", "schedule": nights}]}
    >>> print(diff_orders([order("19:00")], [order("20:00")]).words[0])
    Curfew start has changed from Mo-Su 19:00 to Mo-Su 20:00 (clause c1).
    """
    before, after = as_orders(old), as_orders(new)
    found: list[_Change] = []
    for order_id, first, last in _pairs(before, after):
        if first is None or last is None:
            words = (ADDED if first is None else REMOVED).format(what="Order", clause=f"order {order_id}")
            found.append(_Change("", "order", "" if first is None else order_id, "" if last is None else order_id, words))
            continue
        found += _of_order(first, last)
        found += _of_clauses(_clauses(before, first), _clauses(after, last), before, after)
        found += _of_permissions(before.permissions, after.permissions, first, last)
    table = ORDER_CHANGES.arrange(pd.DataFrame(found, columns=ORDER_CHANGES.names))
    table.attrs.update(old=before, new=after)
    return table


def _pairs(before: Orders, after: Orders) -> Iterator[tuple[str, Any, Any]]:
    """Give the last version of each order on either side."""
    sides = [{o.order_id: o for o in book.orders.sort_values("version").itertuples()} for book in (before, after)]
    if len(sides[0]) == len(sides[1]) == 1:
        (first,), (last,) = sides[0].values(), sides[1].values()
        yield str(last.order_id), first, last
        return
    for order_id in dict.fromkeys([*sides[0], *sides[1]]):
        yield str(order_id), sides[0].get(order_id), sides[1].get(order_id)


def _clauses(book: Orders, order: Any) -> dict[tuple[str, str], Any]:
    mine = book.clauses[(book.clauses["order_id"] == order.order_id) & (book.clauses["version"] == order.version)]
    several = mine["clause_id"].duplicated(keep=False)
    return {(c.clause_id, c.item if many else ""): c for c, many in zip(mine.itertuples(), several, strict=True)}


def _of_order(first: Any, last: Any) -> Iterator[_Change]:
    values = {
        "wearer": (first.wearer_id, last.wearer_id),
        "kind": (first.kind, last.kind),
        "time zone": (first.timezone, last.timezone),
        "start": (_moment(first.start, first), _moment(last.start, last)),
        "end": (_last(first.written_end, first), _last(last.written_end, last)),
    }
    for what, (before, after) in values.items():
        yield from _changed("", f"Order {what}", what, before, after)


def _of_clauses(
    before: dict[tuple[str, str], Any], after: dict[tuple[str, str], Any], old: Orders, new: Orders
) -> Iterator[_Change]:
    for key in dict.fromkeys([*before, *after]):
        first, last = before.get(key), after.get(key)
        one: Any = first if last is None else last
        called = KINDS[one.kind]
        if first is None or last is None:
            said = (ADDED if first is None else REMOVED).format(what=called, clause=f"clause {key[0]}")
            told = "; ".join(part for part in (one.hours, one.text) if part)
            yield _Change(key[0], "clause", "" if first is None else told, "" if last is None else told, said)
            continue
        if first.kind != last.kind:
            yield from _changed(key[0], "Kind of clause", "kind", first.kind, last.kind)
        yield from _of_hours(key[0], called, first, last)
        for column, what in CALLED.items():
            sides = [getattr(clause, column) for clause in (first, last)]
            if column in ("own_start", "own_end"):
                sides = [_moment(moment, clause) for moment, clause in zip(sides, (first, last), strict=True)]
            yield from _changed(key[0], f"{called} {what}", what, *sides)
        yield from _of_place(key[0], called, old.place(first), new.place(last))
        yield from _of_area(key[0], called, first.geometry, last.geometry)


def _of_hours(clause_id: str, called: str, first: Any, last: Any) -> Iterator[_Change]:
    """Tell start and end apart where the same days hold; a change of days is one of the hours."""
    edges = [_edges(clause.schedule) for clause in (first, last)]
    if all(edges) and edges[0].keys() == edges[1].keys() and edges[0] != edges[1]:
        for i, what in enumerate(("start", "end")):
            before, after = (_by_clock({day: value[i] for day, value in edge.items()}) for edge in edges)
            yield from _changed(clause_id, f"{called} {what}", what, before, after)
        return
    yield from _changed(clause_id, f"{called} hours", "hours", first.hours, last.hours)


def _edges(hours: Hours) -> dict[str, tuple[str, str]]:
    """Give start and end of each row by its day, where each day has one row."""
    rows = [slot.words().rsplit(" ", 1) if slot.later < 2 else [slot.words(), ""] for slot in hours.slots]
    found = {day: tuple(clock.split("-", 1)) for day, clock in rows if "-" in clock}
    return found if len(found) == len(rows) and not hours.once else {}  # type: ignore[return-value]


def _by_clock(days: dict[str, str]) -> str:
    order: dict[str, list[str]] = {}
    for day, clock in days.items():
        order.setdefault(clock, []).append(day)
    return "; ".join(f"{day_ranges(held)} {clock}" for clock, held in order.items())


def _of_place(clause_id: str, called: str, first: Any, last: Any) -> Iterator[_Change]:
    if first is None or last is None:
        if (first is None) != (last is None):
            yield from _changed(clause_id, f"{called} place", "place", _where(first), _where(last))
        return
    moved = float(distance_m(first["lon"], first["lat"], last["lon"], last["lat"]))
    if moved > 0 or first["radius_m"] != last["radius_m"] or first["name"] != last["name"]:
        far = f", {moved:,.0f} m apart" if moved > 0 else ""
        yield from _changed(clause_id, f"{called} place", "place", _where(first), _where(last) + far)


def _where(place: Any) -> str:
    if place is None:
        return ""
    radius = "" if pd.isna(place["radius_m"]) else f", radius {place['radius_m']:g} m"
    name = place["place_id"] if pd.isna(place["name"]) else place["name"]
    return f"{name} ({place['lat']:.5f}, {place['lon']:.5f}{radius})"


def _of_area(clause_id: str, called: str, first: Any, last: Any) -> Iterator[_Change]:
    if (first is None and last is None) or (first is not None and last is not None and first.equals(last)):
        return
    before, after = ("not drawn" if area is None else f"{area_m2(area):,.0f} m²" for area in (first, last))
    if first is not None and last is not None:
        kept = area_m2(first.intersection(last))
        after += f", of which {kept:,.0f} m² are in both"
    words = CHANGED.format(what=f"{called} outline", before=before, after=after, clause=_in(clause_id))
    yield _Change(clause_id, "outline", before, after, words)


def _of_permissions(old: pd.DataFrame, new: pd.DataFrame, first: Any, last: Any) -> Iterator[_Change]:
    sides = []
    for table, order in ((old, first), (new, last)):
        mine = table[(table["order_id"] == order.order_id) & (table["version"] == order.version)]
        sides.append({p.permission_id: (p, _permission(p, order)) for p in mine.itertuples()})
    for key in dict.fromkeys([*sides[0], *sides[1]]):
        before, after = (side.get(key, (None, ""))[1] for side in sides)
        if before != after:
            one = (sides[1].get(key) or sides[0][key])[0]
            form = ADDED if not before else REMOVED if not after else CHANGED
            clauses = ", ".join(one.clause_ids)
            words = form.format(what=one.kind.capitalize(), before=before, after=after, clause=f"{one.kind} {key}")
            yield _Change(clauses, one.kind, before, after, words)


def _permission(permission: Any, order: Any) -> str:
    span = f"{_moment(permission.start, order)} to {_moment(permission.end, order)}"
    return "; ".join([span, *(str(v) for v in (permission.reason, ", ".join(permission.clause_ids)) if isinstance(v, str) and v)])


def _changed(clause_id: str, called: str, what: str, before: Any, after: Any) -> Iterator[_Change]:
    first, last = _said(before), _said(after)
    if first != last:
        words = CHANGED.format(what=called, before=first or WITHOUT, after=last or WITHOUT, clause=_in(clause_id))
        yield _Change(clause_id, what, first, last, words)


def _in(clause_id: str) -> str:
    return f"clause {clause_id}" if clause_id else "the order itself"


def _said(value: Any) -> str:
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return ""
    return f"{value:g}" if isinstance(value, float) else str(value)


def _last(moment: pd.Timestamp, order: Any) -> str:
    """Say when an order ends; where that is a midnight, the day before is its last."""
    if pd.isna(moment) or to_local(moment, order.timezone).time() != dt.time():
        return _moment(moment, order)
    return f"the end of {label(moment - pd.Timedelta(seconds=1), order.timezone).rsplit(' ', 2)[0]}"


def _moment(moment: pd.Timestamp, order: Any) -> str:
    return "" if pd.isna(moment) else label(moment, order.timezone)
