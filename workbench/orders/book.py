"""Orders as they were read: tables, the load report, and what a duty rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
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
        table = self.clauses
        mine = (table["order_id"] == _of(duty, "order_id")) & (table["version"] == _of(duty, "version"))
        mine &= table["clause_id"] == _of(duty, "clause_id")
        for key in ("place_id", "zone_id"):
            if mine.sum() > 1 and not pd.isna(_of(duty, key)):
                mine &= table[key] == _of(duty, key)
        if not mine.any():
            raise InputError(
                f"No clause {_of(duty, 'clause_id')!r} of order {_of(duty, 'order_id')!r} is here.", do="Give its own orders."
            )
        found = table[mine]
        if len(found) > 1:
            start, end = _of(duty, "start").to_pydatetime(), _of(duty, "end").to_pydatetime()
            holds = [bool(c.schedule.windows(start, end, c.timezone)) for c in found.itertuples()]
            found = found[holds] if any(holds) else found
        return found.iloc[0]

    def place(self, duty: Any) -> pd.Series | None:
        """Give the row of the place where a duty is to be kept; none where the order does not locate it."""
        table = self.places
        mine = (table["order_id"] == _of(duty, "order_id")) & (table["version"] == _of(duty, "version"))
        found = table[mine & (table["place_id"] == _of(duty, "place_id"))]
        return None if found.empty or pd.isna(found["lon"].iloc[0]) else found.iloc[0]

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
