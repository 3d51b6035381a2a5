"""What the person asked for when loading, checked before any file is opened: paths, zone, wearer, window."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import TypeAlias

import pandas as pd

from workbench.base import InputError
from workbench.time import read_edge, read_window, zone

__all__ = ["Place", "Wanted", "labels_of", "places_of", "wanted"]

Place: TypeAlias = str | PathLike[str]


def places_of(path: Place | Sequence[Place]) -> list[Path]:
    """Give the paths of a load as a list.

    Parameters
    ----------
    path : path-like or sequence of path-like
        As a person gave it.
    """
    if isinstance(path, str | PathLike):
        return [Path(path).expanduser()]
    try:
        places = [Path(p).expanduser() for p in path]
    except TypeError as error:
        raise InputError(f"{path!r} is not a path.", where="path", do="Give a path or a list of paths.") from error
    if not places:
        raise InputError("The list of paths is empty.", where="path", do="Check the folder and the pattern of your list.")
    return places


_OPEN = (pd.Timestamp("1980-01-01", tz="UTC").as_unit("us"), pd.Timestamp("2200-01-01", tz="UTC").as_unit("us"))
"""What an open side of a lawful window is: before the first positioning satellite, and after any fix."""


@dataclass(frozen=True)
class Wanted:
    """What a load was asked for.

    Attributes
    ----------
    timezone : str, optional
        Zone of times that state none.
    accuracy_level : float, optional
        Share of true positions that radii hold.
    wearer : str, optional
        Name or filter.
    start, end : pandas.Timestamp, optional
        Window in UTC, half open.
    confirmed : bool
        Whether the person named the position columns or the format.
    said : str
        How the window was understood, with what had to be decided in reading it; empty where none was asked for.
    device : str, optional
        The one device to keep.
    """

    timezone: str | None = None
    accuracy_level: float | None = None
    wearer: str | None = None
    start: pd.Timestamp | None = None
    end: pd.Timestamp | None = None
    confirmed: bool = False
    said: str = ""
    device: str | None = None

    @property
    def window(self) -> tuple[pd.Timestamp, pd.Timestamp] | None:
        """The lawful window, with an end for each open side; None where none was asked for."""
        if self.start is None and self.end is None:
            return None
        return (_OPEN[0] if self.start is None else self.start, _OPEN[1] if self.end is None else self.end)


def wanted(
    *,
    timezone: str | None,
    accuracy_level: float | None,
    wearer: str | None,
    start: str | dt.datetime | None,
    end: str | dt.datetime | None,
    confirmed: bool,
    device: str | None = None,
) -> Wanted:
    """Check the arguments of a load."""
    if timezone is not None:
        zone(timezone)
    if accuracy_level is not None and not (isinstance(accuracy_level, int | float) and 0 < accuracy_level < 1):
        raise InputError(
            f"accuracy_level {accuracy_level!r} is not between 0 and 1.", where="accuracy_level", do="Write it as 0.95."
        )
    if wearer is not None and not str(wearer).strip():
        raise InputError("The wearer is an empty text.", where="wearer", do="Give an id such as 'W1', or leave it away.")
    if device is not None and not str(device).strip():
        raise InputError("The device is an empty text.", where="device", do="Give an id such as '3518', or leave it away.")
    if start is not None and end is not None:
        read_window(start, end, timezone)
    first, last = (None if v is None else read_edge(v, timezone, name=n) for v, n in ((start, "start"), (end, "end")))
    edges = [(word, edge) for word, edge in (("from", first), ("until", last)) if edge is not None]
    said = ", ".join(f"{word} {edge.said}" for word, edge in edges)
    return Wanted(
        timezone,
        accuracy_level,
        None if wearer is None else str(wearer).strip(),
        None if first is None else first.utc,
        None if last is None else last.utc,
        confirmed,
        ". ".join([said, *(edge.warning.rstrip(".") for _, edge in edges if edge.warning)]),
        None if device is None else str(device).strip(),
    )


def labels_of(places: Sequence[Path]) -> list[str]:
    """Give each file of a load the name that stands for its wearer: its own, with its folder where another file has the same."""
    stems = [_stem(p) for p in places]
    found = []
    for place, stem in zip(places, stems, strict=True):
        twins = {p.resolve().parent for p, s in zip(places, stems, strict=True) if s == stem}
        folders = place.resolve().parent.parts
        depth = 0
        while len(twins) > 1 and depth < len(folders) and len({t.parts[-depth - 1 :] for t in twins}) < len(twins):
            depth += 1
        found.append("/".join([*folders[-depth - 1 :], stem]) if len(twins) > 1 else stem)
    return found


def _stem(place: Path) -> str:
    name = place.name[:-3] if place.name.lower().endswith(".gz") else place.name
    return Path(name).stem
