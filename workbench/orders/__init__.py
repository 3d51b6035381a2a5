"""What a person is ordered to do, since when, and what follows from it minute by minute.

The room reads in this order: ``read`` (the door), a file for each shape (``ministry``, ``icalendar_orders``, ``viewer``), all of
which end in the one shape that a person can write by hand (``entries``), ``hours`` (timetables), ``versions`` (which
version is in force when), ``book`` (what comes out), ``obligations`` (what follows, in UTC) and ``changes``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.doors import opened

if TYPE_CHECKING:
    from workbench.orders.book import Orders as Orders
    from workbench.orders.changes import diff_orders as diff_orders
    from workbench.orders.obligations import duties as duties
    from workbench.orders.read import as_orders as as_orders
    from workbench.orders.read import read_orders as read_orders

_HOMES = {
    "Orders": "workbench.orders.book",
    "as_orders": "workbench.orders.read",
    "diff_orders": "workbench.orders.changes",
    "duties": "workbench.orders.obligations",
    "read_orders": "workbench.orders.read",
}

__all__ = ["Orders", "as_orders", "diff_orders", "duties", "read_orders"]


def __getattr__(name: str) -> Any:
    return opened(globals(), _HOMES, name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
