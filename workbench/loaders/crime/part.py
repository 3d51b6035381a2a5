"""What one file of crimes comes to: rows that can be used, rows that cannot, and what has to be said."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from workbench.loaders.crime.codes import Problem
from workbench.loaders.source import Source

__all__ = ["Part"]


@dataclass(frozen=True)
class Part:
    """One file after judging.

    Attributes
    ----------
    source : Source
        The file.
    profile : str
        How it was read.
    rows : pandas.DataFrame
        ``row, crime_id, force, batch_id, kind, start, end, lon, lat, location_error_m, text`` in file order; times in UTC,
        ``crime_id`` missing where the file gives none.
    aside : list of (int, str)
        Row and reason of each row that cannot be used.
    problems : list of Problem
        What the sender of a batch has to correct.
    notes : list of str
        Sentences for the report.
    area_because : str, optional
        Why its places stand for an area; None for places as they are.
    clock : str
        As what the times were read, with what speaks for and against it.
    """

    source: Source
    profile: str
    rows: pd.DataFrame
    aside: list[tuple[int, str]]
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    area_because: str | None = None
    clock: str = ""
