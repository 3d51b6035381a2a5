"""Fixes as KML for Google Earth and similar viewers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from os import PathLike
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import numpy as np
import pandas as pd

from workbench.base import recorded
from workbench.exports.whole import written_whole
from workbench.time import label, micros

if TYPE_CHECKING:
    from workbench.tables import Tracks

__all__ = ["to_kml"]

_BREAK_US = 300_000_000
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DATA = (
    "fix_id",
    "wearer_id",
    "device_id",
    "accuracy_m",
    "accuracy_level",
    "speed_kmh",
    "heading_deg",
    "method",
    "satellites",
    "quality",
    "recorded",
    "uploaded",
    "file",
    "row",
)
_WORDS = (
    "Positions as the tag reported them. They do not say who carried the tag. "
    "The line is broken where the tag was silent for more than five minutes."
)


@recorded("export")
def to_kml(tracks: Tracks, path: str | PathLike[str]) -> None:
    """Write the fixes as KML: a folder for each wearer with its points and its trail.

    Parameters
    ----------
    tracks : Tracks
        The fixes to write.
    path : path-like
        The file; one of that name is replaced.

    Raises
    ------
    InputError
        If the folder does not exist or the disk refuses.
    """
    # Source: OGC KML 2.3. Each point carries its time, radius, source file and row; the trail is broken at silences of more
    # than five minutes. `read_tracks` reads the points back and sets the corners of the trail aside.
    with written_whole(path) as part, part.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write('<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n<Document>\n')
        stream.write(f"<name>Tracks</name>\n<description>{_WORDS}</description>\n")
        for wearer, fixes in tracks.fixes.groupby("wearer_id", sort=True):
            stream.write(f"<Folder>\n<name>{_xml(wearer)}</name>\n<Folder>\n<name>Trail</name>\n")
            stream.writelines(_trail(fixes))
            stream.write("</Folder>\n<Folder>\n<name>Fixes</name>\n")
            stream.writelines(_points(fixes))
            stream.write("</Folder>\n</Folder>\n")
        stream.write("</Document>\n</kml>\n")


def _trail(fixes: pd.DataFrame) -> Iterator[str]:
    time, lon, lat = micros(fixes["time"]), fixes["lon"].to_numpy(), fixes["lat"].to_numpy()
    for piece in np.split(np.arange(len(time)), np.flatnonzero(np.diff(time) > _BREAK_US) + 1):
        if len(piece) < 2:
            continue
        corners = " ".join(f"{x!r},{y!r}" for x, y in zip(lon[piece].tolist(), lat[piece].tolist(), strict=True))
        first, last = (label(fixes["time"].iloc[i], "UTC") for i in (piece[0], piece[-1]))
        yield (
            f"<Placemark><name>{_xml(first)} to {_xml(last)}</name><LineString><tessellate>1</tessellate>"
            f"<coordinates>{corners}</coordinates></LineString></Placemark>\n"
        )


def _points(fixes: pd.DataFrame) -> Iterator[str]:
    columns = {name: fixes[name].tolist() for name in ("time", "lon", "lat", *_DATA)}
    for i, time in enumerate(columns["time"]):
        told = [(name, columns[name][i]) for name in _DATA if not pd.isna(columns[name][i])]
        data = "".join(f'<Data name="{name}"><value>{_value(value)}</value></Data>' for name, value in told)
        yield (
            f"<Placemark><name>{_xml(columns['fix_id'][i])}</name><TimeStamp><when>{time.isoformat()}</when></TimeStamp>"
            f"<ExtendedData>{data}</ExtendedData>"
            f"<Point><coordinates>{columns['lon'][i]!r},{columns['lat'][i]!r}</coordinates></Point></Placemark>\n"
        )


def _value(value: Any) -> str:
    return value.isoformat() if isinstance(value, pd.Timestamp) else _xml(value)


def _xml(value: object) -> str:
    return escape(_NOT_XML.sub("\ufffd", str(value)))
