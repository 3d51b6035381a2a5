"""Orders as they were read: tables, the load report, and what a duty rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from workbench.base import Card, InputError
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
