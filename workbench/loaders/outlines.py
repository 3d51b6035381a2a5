"""Outlines as one file holds them: properties and geometry, row by row, nothing judged yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import shapely

__all__ = ["Outlines"]


@dataclass
class Outlines:
    """Outlines as one reader found them.

    Parameters
    ----------
    profile : str
        Short name for the load report.
    crs : str, optional
        Coordinate system the file states; None means WGS 84 degrees by the format's own rule.
    rows : list of int
        1-based number of each shape in the file.
    properties : list of dict
        What the file says about each.
    geometries : list of shapely.Geometry
        The shape of each.
    aside : list of (int, str)
        Row and reason of each that has no shape.
    notes : list of str
        Plain sentences for the load report.
    """

    profile: str
    crs: str | None = None
    rows: list[int] = field(default_factory=list)
    properties: list[dict[str, Any]] = field(default_factory=list)
    geometries: list[shapely.Geometry] = field(default_factory=list)
    aside: list[tuple[int, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def row(self) -> int:
        """The number that the next shape gets."""
        return len(self.rows) + len(self.aside) + 1

    def keep(self, geometry: shapely.Geometry | None, properties: dict[str, Any], *, row: int | None = None) -> None:
        """Take a shape; one that is missing or empty is set aside."""
        if geometry is None or geometry.is_empty:
            self.skip("its shape is missing or cannot be read", row=row)
        else:
            self.rows.append(self.row if row is None else row)
            self.geometries.append(shapely.force_2d(geometry))
            self.properties.append(properties)

    def skip(self, reason: str, *, row: int | None = None) -> None:
        """Set a record aside."""
        self.aside.append((self.row if row is None else row, reason))

    def note(self, sentence: str) -> None:
        """Put a sentence into the load report, once."""
        if sentence not in self.notes:
            self.notes.append(sentence)
