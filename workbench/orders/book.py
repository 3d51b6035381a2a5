"""Orders as they were read: tables, the load report, and what a duty rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from workbench.base import Card, InputError
from workbench.orders.hours import Hours
from workbench.orders.timetable import slots_of
from workbench.orders.zone_shapes import area_from
from workbench.tables import LoadReport
from workbench.time import to_local

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["Orders"]


@dataclass(frozen=True, eq=False)
class Orders:
    """Orders with their clauses, places and permissions; iterating gives each order as it was written.

    Attributes
    ----------
    orders : pandas.DataFrame
        One row a version of an order, with the time for which it is in force: ``workbench.tables.ORDERS``.
    clauses : geopandas.GeoDataFrame
        One row an obligation, its text word for word: ``workbench.tables.CLAUSES``, and ``schedule``, its hours.
    places : pandas.DataFrame
        ``workbench.tables.ORDER_PLACES``.
    permissions : pandas.DataFrame
        Permissions and absences: ``workbench.tables.PERMISSIONS``, and ``clause_ids``.
    alerts : pandas.DataFrame
        Alerts of a supplier, with what each amounts to if it is right: ``workbench.tables.ALERTS``.
    load : LoadReport
        What became of every entry of the files.
    written : tuple of dict
        The orders as they were written, in the workbench's own shape.
    """

    orders: pd.DataFrame
    clauses: gpd.GeoDataFrame
    places: pd.DataFrame
    permissions: pd.DataFrame
    alerts: pd.DataFrame
    load: LoadReport
    written: tuple[dict[str, Any], ...] = field(default=(), repr=False)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.written)

    def __len__(self) -> int:
        return len(self.written)

    def __getitem__(self, number: int) -> dict[str, Any]:
        return self.written[number]

    @property
    def wearers(self) -> list[str]:
        """Whose orders these are."""
        return sorted(self.orders["wearer_id"].unique())

    def clause(self, duty: Any) -> pd.Series:
        """Give the row of the clause that a duty rests on."""
        key = (_of(duty, "order_id"), _of(duty, "version"), _of(duty, "clause_id"))
        found = self._numbers.get(key, [])
        if not found:
            what = f"No clause {key[2]!r} of order {key[0]!r}, version {key[1]}, is here."
            raise InputError(what, do="Give the orders that the duty was made from.")
        rows = self.clauses
        for column in ("place_id", "zone_id"):
            if len(found) > 1 and not pd.isna(_of(duty, column)):
                found = [number for number in found if rows[column].iloc[number] == _of(duty, column)]
        if len(found) > 1:
            start, end = _of(duty, "start").to_pydatetime(), _of(duty, "end").to_pydatetime()
            holds = [n for n in found if rows["schedule"].iloc[n].windows(start, end, rows["timezone"].iloc[n])]
            found = holds or found
        return rows.iloc[found[0]]

    @cached_property
    def _numbers(self) -> dict[tuple[str, int, str], list[int]]:
        """Row numbers of the clauses by order, version and clause."""
        made: dict[tuple[str, int, str], list[int]] = {}
        for number, key in enumerate(zip(*(self.clauses[c] for c in ("order_id", "version", "clause_id")), strict=True)):
            made.setdefault(key, []).append(number)
        return made

    def place(self, duty: Any) -> pd.Series | None:
        """Give the row of the place where a duty is to be kept; none where the order does not locate it."""
        number = self._located.get((_of(duty, "order_id"), _of(duty, "version"), _of(duty, "place_id")))
        return None if number is None else self.places.iloc[number]

    @cached_property
    def _located(self) -> dict[tuple[str, int, str], int]:
        """Row numbers of the places that have a position, by order, version and place."""
        keys = zip(*(self.places[c] for c in ("order_id", "version", "place_id")), strict=True)
        known = self.places["lon"].notna()
        return {key: number for number, (key, there) in enumerate(zip(keys, known, strict=True)) if there}

    def drawn(self, clause_id: str, geometry: Any, *, by: str, schedule: Any, order_id: str | None = None) -> Orders:
        """Give the same orders with a zone of text drawn by a person, who also says its hours: None is at any time."""
        mine = (self.clauses["clause_id"] == clause_id) & self.clauses["zone_id"].notna()
        if order_id is not None:
            mine &= self.clauses["order_id"] == order_id
        where = f"clause {clause_id}"
        if not mine.any() or not by:
            what = f"No zone bears the clause {clause_id!r}." if by else "Nobody is named who drew it."
            raise InputError(what, where=where, do="Give the clause of a zone of these orders, and by=.")
        area, notes = area_from(geometry, where)
        if area is None:
            raise InputError("The outline of the zone is empty.", where=where, do="Draw it as a GeoJSON polygon.")
        hours = Hours(all_day=True) if schedule is None else Hours(slots=slots_of(schedule, where, notes))
        table, chosen = self.clauses, mine.tolist()
        shapes = [area if here else shape for here, shape in zip(chosen, table.geometry, strict=True)]
        words = [hours.words(zone) for zone in table["timezone"]]
        clauses = table.set_geometry(pd.Series(shapes, table.index, dtype="object"), crs=4326).assign(
            schedule=[hours if here else held for here, held in zip(chosen, table["schedule"], strict=True)],
            hours=table["hours"].mask(mine, pd.Series(words, table.index, dtype="str")),
            drawn_by=table["drawn_by"].mask(mine, by),
            no_duty=table["no_duty"].mask(mine, ""),
        )
        return replace(self, clauses=clauses, load=replace(self.load, warnings=[*self.load.warnings, *notes]))

    def card(self) -> Card:
        """Say the same as plain text and HTML do, as a card."""
        facts = [(f"{o.order_id} version {o.version}", _in_force(o)) for o in self.orders.head(12).itertuples()]
        if len(self.orders) > 12:
            facts.append(("further versions", f"{len(self.orders) - 12}, see .orders"))
        kinds = self.clauses["kind"].value_counts(sort=False)
        facts.append(("clauses", ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in kinds.items()) or "none"))
        facts.append(("permissions and absences", f"{len(self.permissions)}"))
        title = f"{self.orders['order_id'].nunique()} orders of {len(self.wearers)} wearers"
        return Card(title, facts, self.load.warnings[:12], tone="warn" if self.load.warnings else "plain")

    def __repr__(self) -> str:
        return self.card().text()

    def _repr_html_(self) -> str:
        return self.card().html()


def _of(duty: Any, key: str) -> Any:
    return duty[key] if isinstance(duty, Mapping | pd.Series) else getattr(duty, key)


def _in_force(order: Any) -> str:
    since, until = (
        "" if pd.isna(moment) else f"{to_local(moment, order.timezone):%Y-%m-%d %H:%M %Z}" for moment in (order.start, order.end)
    )
    kind = "" if pd.isna(order.kind) else f", {order.kind}"
    return f"{order.wearer_id}{kind}, in force from {since or 'not stated'}" + (f" to {until}" if until else ", no end stated")
