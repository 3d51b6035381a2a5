"""Clocks and calendars: what a person types, zones, instants as integers, nights, labels. The only room that knows zones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.doors import opened

if TYPE_CHECKING:
    from workbench.time.clock import DEFAULT_ZONE as DEFAULT_ZONE
    from workbench.time.clock import UTC_US as UTC_US
    from workbench.time.clock import Localized as Localized
    from workbench.time.clock import days as days
    from workbench.time.clock import instant as instant
    from workbench.time.clock import localize as localize
    from workbench.time.clock import midnights as midnights
    from workbench.time.clock import settled as settled
    from workbench.time.clock import to_local as to_local
    from workbench.time.clock import utc_column as utc_column
    from workbench.time.clock import wall as wall
    from workbench.time.clock import zone as zone
    from workbench.time.instants import from_micros as from_micros
    from workbench.time.instants import micros as micros
    from workbench.time.labels import duration_label as duration_label
    from workbench.time.labels import label as label
    from workbench.time.labels import span_label as span_label
    from workbench.time.labels import ticks as ticks
    from workbench.time.nights import Nights as Nights
    from workbench.time.nights import minutes_in as minutes_in
    from workbench.time.nights import nights_between as nights_between
    from workbench.time.typed import Typed as Typed
    from workbench.time.typed import order_doubts as order_doubts
    from workbench.time.typed import read_column as read_column
    from workbench.time.typed import read_edge as read_edge
    from workbench.time.typed import read_moment as read_moment
    from workbench.time.typed import read_span as read_span
    from workbench.time.typed import read_window as read_window
    from workbench.time.typed import said_of as said_of

_HOMES = {
    "DEFAULT_ZONE": "workbench.time.clock",
    "Localized": "workbench.time.clock",
    "Nights": "workbench.time.nights",
    "Typed": "workbench.time.typed",
    "UTC_US": "workbench.time.clock",
    "days": "workbench.time.clock",
    "duration_label": "workbench.time.labels",
    "from_micros": "workbench.time.instants",
    "instant": "workbench.time.clock",
    "label": "workbench.time.labels",
    "localize": "workbench.time.clock",
    "micros": "workbench.time.instants",
    "midnights": "workbench.time.clock",
    "minutes_in": "workbench.time.nights",
    "nights_between": "workbench.time.nights",
    "order_doubts": "workbench.time.typed",
    "read_column": "workbench.time.typed",
    "read_edge": "workbench.time.typed",
    "read_moment": "workbench.time.typed",
    "read_span": "workbench.time.typed",
    "read_window": "workbench.time.typed",
    "said_of": "workbench.time.typed",
    "settled": "workbench.time.clock",
    "span_label": "workbench.time.labels",
    "ticks": "workbench.time.labels",
    "to_local": "workbench.time.clock",
    "utc_column": "workbench.time.clock",
    "wall": "workbench.time.clock",
    "zone": "workbench.time.clock",
}

__all__ = [
    "DEFAULT_ZONE",
    "UTC_US",
    "Localized",
    "Nights",
    "Typed",
    "days",
    "duration_label",
    "from_micros",
    "instant",
    "label",
    "localize",
    "micros",
    "midnights",
    "minutes_in",
    "nights_between",
    "order_doubts",
    "read_column",
    "read_edge",
    "read_moment",
    "read_span",
    "read_window",
    "said_of",
    "settled",
    "span_label",
    "ticks",
    "to_local",
    "utc_column",
    "wall",
    "zone",
]


def __getattr__(name: str) -> Any:
    return opened(globals(), _HOMES, name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
