"""What one file holds, in the shape that a person writes by hand, before it is read for good."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Draft", "dated"]


@dataclass
class Draft:
    """Orders of one file in the workbench's own shape.

    Attributes
    ----------
    profile : str
        Which shape the file had.
    orders : list of dict
        In the shape that a person writes by hand.
    aside : list of str
        Why each row that cannot be an entry of an order cannot.
    notes : list of str
        What had to be decided.
    alerts : list of dict
        Alerts that a supplier raised.
    """

    profile: str
    orders: list[dict[str, Any]] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    alerts: list[dict[str, Any]] = field(default_factory=list)


def dated(value: Any) -> str | None:
    """Write a date or a moment as ISO text, also where its parts stand by themselves; none where there is none."""
    if isinstance(value, Mapping) and {"year", "month", "day"} <= value.keys():
        parts = [value.get(part) or 0 for part in ("year", "month", "day", "hour", "minute", "second")]
        if not all(isinstance(part, int) for part in parts):
            return str(dict(value))  # no date: whoever reads it says so
        day = f"{parts[0]:04d}-{parts[1]:02d}-{parts[2]:02d}"
        return f"{day}T{parts[3]:02d}:{parts[4]:02d}:{parts[5]:02d}" if "hour" in value else day
    return str(value) if value not in (None, "", 0) else None
