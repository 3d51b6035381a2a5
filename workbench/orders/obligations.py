"""What orders ask for, one row per obligation at one time, in UTC: ``wb.duties``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from workbench.base import recorded
from workbench.orders.book import Orders
from workbench.orders.hours import Window
from workbench.orders.read import as_orders
from workbench.tables import DUTIES
from workbench.time import DEFAULT_ZONE, read_window

__all__ = ["duties"]


class _Piece(NamedTuple):
    start: dt.datetime
    end: dt.datetime
    permission_id: str | None


@recorded("find")
def duties(orders: Orders | Sequence[Mapping[str, Any]], start: object, end: object) -> pd.DataFrame:
    """List what orders ask for within a window, one row per obligation at one time.

    Parameters
    ----------
    orders : Orders
        From ``wb.read_orders``; a list of orders in the workbench's own shape is read first.
    start, end : str, date or datetime
        Half-open window. A date alone is its midnight in the zone of the first order.

    Returns
    -------
    pandas.DataFrame
        ``workbench.tables.DUTIES``, times in UTC, sorted by wearer and start: whole rows that overlap the window, each
        with the same ``duty_id`` in any window. ``.attrs["warnings"]`` names the clock changes that fell on their edges.

    Raises
    ------
    TimeError
        If the window cannot be read or ends before it starts.

    Notes
    -----
    Own design (docs/methods.md#duties).
    No row reaches beyond the time for which its clause is in force. A permission or an absence cuts a row; its
    part is a row of its own with ``permission_id``. Exclusion and restriction at any time, non-association and moving zones are
    one row per local day. Clauses of residence, zones that nobody has drawn and clauses without hours make no row.

    Examples
    --------
    >>> home = {"place_id": "home", "lon": 1.2, "lat": 51.4, "radius_m": 40}
    >>> nights = [{"day": "daily", "start": "19:00", "end": "07:00"}]
    >>> order = {"order_id": "O1", "wearer_id": "W1", "start": "2026-03-01", "places": [home],
    ...          "curfews": [{"clause_id": "c1", "place_id": "home", "schedule": nights}]}
    >>> duties([order], "2026-03-29", "2026-03-30")[["duty_id", "start", "end"]].astype(str).values.tolist()[0]
    ['O1.v1.c1.20260328T190000Z', '2026-03-28 19:00:00+00:00', '2026-03-29 06:00:00+00:00']
    """
    book = as_orders(orders)
    timezone = str(book.orders["timezone"].iloc[0]) if len(book.orders) else DEFAULT_ZONE
    first, last = (edge.utc.to_pydatetime() for edge in read_window(start, end, timezone))
    rows: list[tuple[Any, ...]] = []
    allowed: dict[str, list[Any]] = {}
    for permission in book.permissions.itertuples():
        allowed.setdefault(permission.order_id, []).append(permission)
    warnings: dict[str, None] = {}
    shared = book.clauses.groupby(["order_id", "version", "clause_id"])["item"].transform("size") > 1
    for clause, several in zip(book.clauses.itertuples(), shared, strict=True):
        if clause.no_duty:
            continue
        lifted = _lifted(allowed.get(clause.order_id, ()), clause)
        for window in _held(clause, first, last):
            warnings.update(dict.fromkeys(f"Order {clause.order_id}, clause {clause.clause_id}: {n}" for n in window.notes))
            pieces = [p for p in _cut(window, lifted) if p.start < last and p.end > first]
            rows += [_row(clause, piece, several) for piece in pieces]
    table = _table(rows)
    table.attrs["warnings"] = list(warnings)
    return table


def _held(clause: Any, first: dt.datetime, last: dt.datetime) -> Iterator[Window]:
    """Give the windows of a clause that overlap a time, each within the time for which the clause is in force."""
    since = None if pd.isna(clause.start) else clause.start.to_pydatetime()
    until = None if pd.isna(clause.end) else clause.end.to_pydatetime()
    first = first if since is None else max(first, since)
    last = last if until is None else min(last, until)
    if first >= last:
        return
    for window in clause.schedule.windows(first, last, clause.timezone):
        start = window.start if since is None else max(window.start, since)
        end = window.end if until is None else min(window.end, until)
        yield Window(start, end, window.notes)


def _lifted(permissions: Sequence[Any], clause: Any) -> list[_Piece]:
    """List what is allowed of a clause: as its own version says it, else as the nearest version does."""
    chosen: dict[str, Any] = {}
    for permission in permissions:
        holds = clause.kind == "curfew" if permission.kind == "absence" else clause.clause_id in permission.clause_ids
        key = f"{permission.kind} {permission.permission_id}"
        if holds and (key not in chosen or _nearness(permission, clause) < _nearness(chosen[key], clause)):
            chosen[key] = permission
    found = [_Piece(p.start.to_pydatetime(), p.end.to_pydatetime(), p.permission_id) for p in chosen.values()]
    return sorted(found, key=lambda piece: (piece.start, piece.end, str(piece.permission_id)))


def _nearness(permission: Any, clause: Any) -> tuple[bool, int]:
    return permission.version > clause.version, abs(permission.version - clause.version)


def _cut(window: Window, lifted: Sequence[_Piece]) -> Iterator[_Piece]:
    """Cut a window at what is allowed; where two permissions overlap the first holds."""
    at = window.start
    for piece in lifted:
        start, end = max(piece.start, at), min(piece.end, window.end)
        if start >= end:
            continue
        if at < start:
            yield _Piece(at, start, None)
        yield _Piece(start, end, piece.permission_id)
        at = end
    if at < window.end:
        yield _Piece(at, window.end, None)


def _row(clause: Any, piece: _Piece, several: bool) -> tuple[Any, ...]:
    item = f".{clause.item}" if several else ""
    exact = f"{piece.start:%Y%m%dT%H%M%S}" + (f".{piece.start.microsecond:06d}" if piece.start.microsecond else "")
    return (
        f"{clause.order_id}.v{clause.version}.{clause.clause_id}{item}.{exact}Z",
        clause.order_id,
        clause.version,
        clause.clause_id,
        clause.wearer_id,
        clause.kind,
        piece.start,
        piece.end,
        clause.place_id,
        clause.zone_id,
        piece.permission_id,
        clause.text,
    )


def _table(rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    if not rows:
        return DUTIES.empty()
    frame = pd.DataFrame(rows, columns=DUTIES.names)
    for name in ("start", "end"):
        frame[name] = pd.DatetimeIndex(frame[name]).as_unit("us")
    frame = DUTIES.arrange(frame).sort_values(["wearer_id", "start", "duty_id"], kind="stable", ignore_index=True)
    return DUTIES.validate(frame)
