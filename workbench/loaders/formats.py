"""Which formats are read, and how each is recognised by its content. A new format is one line here and one file."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from typing import Any

from workbench.base import InputError
from workbench.loaders.delimited import TITLES
from workbench.loaders.source import Source

__all__ = ["FORMATS", "Format", "find_format", "format_named"]


@dataclass(frozen=True)
class Format:
    """One format: its name, usual suffixes, how its content looks, and where its reader lives.

    Parameters
    ----------
    name : str
        As used in ``profile=`` and in the load report.
    suffixes : tuple of str
        Usual suffixes, lower case with the dot; empty when content alone decides.
    sniff : callable
        Looks at a :class:`Source` and says whether it is this format.
    home : str
        ``"module:function"`` inside ``workbench.loaders``; imported when first used.
    tabular : bool
        Whether the reader gives a plain grid whose columns a profile names (CSV, Excel, JSON Lines, Parquet).
    """

    name: str
    suffixes: tuple[str, ...]
    sniff: Callable[[Source], bool]
    home: str
    tabular: bool = False

    def reader(self) -> Callable[..., Any]:
        """Import and give the reader."""
        module, function = self.home.split(":")
        return getattr(import_module(f"workbench.loaders.{module}"), function)


def starts(*marks: bytes) -> Callable[[Source], bool]:
    """Recognise a file by its first bytes."""
    return lambda source: source.head.startswith(marks)


def xml_root(*names: str) -> Callable[[Source], bool]:
    """Recognise an XML file by the name of its root element, junk before it tolerated."""
    pattern = re.compile(rf"<(?:\w+:)?(?:{'|'.join(names)})[\s>]")
    return lambda source: pattern.search(source.head_text()[:20_000]) is not None


def json_with(*patterns: str, opening: str = "{[") -> Callable[[Source], bool]:
    """Recognise a JSON document by all of the given regular expressions near its beginning."""
    found = [re.compile(p) for p in patterns]

    def sniff(source: Source) -> bool:
        text = source.head_text()
        return text[:1] in tuple(opening) and all(p.search(text) for p in found)

    return sniff


def text_with(pattern: str) -> Callable[[Source], bool]:
    """Recognise text by a regular expression near its beginning."""
    found = re.compile(pattern)
    return lambda source: found.search(source.head_text()[:20_000]) is not None


def json_lines(source: Source) -> bool:
    """Recognise JSON Lines: a first line that is one whole object, and the next line opens another (or ends)."""
    lines = source.head_text().split("\n", 2)
    first = lines[0].strip()
    second = lines[1].strip() if len(lines) > 1 else ""
    named = source.suffix in (".jsonl", ".ndjson")
    return first.startswith("{") and (named or (first.endswith("}") and (second.startswith("{") or not second)))


def delimited(source: Source) -> bool:
    """Recognise delimited text: readable text with a separator in one of its first lines, ``#`` comments aside."""
    text = source.head_text()
    first = "\n".join([line for line in text.splitlines() if line.strip()][:TITLES])
    return "\0" not in text and text[:1] not in ("", "<", "{", "[", "$") and re.search(r"[,;\t|]", first) is not None


FORMATS: tuple[Format, ...] = (
    Format("parquet", (".parquet",), starts(b"PAR1"), "parquet:read_parquet", tabular=True),
    Format(
        "excel",
        (".xlsx", ".xls", ".xlsm", ".ods"),
        lambda s: s.suffix in (".xlsx", ".xls", ".xlsm", ".ods") and s.head.startswith((b"PK", b"\xd0\xcf\x11\xe0")),
        "excel:read_excel",
        tabular=True,
    ),
    Format(
        "data-insights",
        (".json",),
        json_with(r'"locations"\s*:', r'"positionId"', r'"gpsDate"', opening="{"),
        "json_tables:read_insights",
        tabular=True,
    ),
    Format(
        "crime-matching",
        (".json",),
        json_with(r'"positionId"', r'"geolocationMechanism"'),
        "json_tables:read_matching",
        tabular=True,
    ),
    Format(
        "mobilitynet",
        (".json",),
        json_with(r'"data"\s*:\s*\{', r'"ts"\s*:', r'"latitude"\s*:', opening="["),
        "json_tables:read_phones",
        tabular=True,
    ),
    Format("gpx", (".gpx",), xml_root("gpx"), "gpx:read_gpx"),
    Format("kml", (".kml",), xml_root("kml"), "kml:read_kml"),
    Format("kmz", (".kmz",), lambda s: s.suffix == ".kmz" and s.head.startswith(b"PK"), "kml:read_kml"),
    Format("tcx", (".tcx",), xml_root("TrainingCenterDatabase"), "tcx:read_tcx"),
    Format("fit", (".fit",), lambda s: s.head[8:12] == b".FIT", "fit:read_fit"),
    Format(
        "nmea", (".nmea", ".nme", ".log"), text_with(r"(?m)^[^\n]*\$[A-Z]{2}(RMC|GGA|GNS|ZDA|GLL|GSA|GSV|VTG),"), "nmea:read_nmea"
    ),
    Format("google-records", (".json",), json_with(r'^\{\s*"locations"\s*:', r'"latitudeE7"'), "google:read_google_records"),
    Format(
        "google-timeline",
        (".json",),
        json_with(
            r'"(semanticSegments|rawSignals|timelineEdits|timelineObjects|timelinePath|userLocationProfile|deviceSettings)"'
            r'|^\[\s*\{\s*"(endTime|startTime)"\s*:'
        ),
        "google:read_google_timeline",
    ),
    Format(
        "owntracks",
        (".rec", ".json"),
        text_with(r'^([\[{]|\d{4}-\d\d-\d\dT)[^\n]*\s*[^\n]*"_type"\s*:\s*"'),
        "owntracks:read_owntracks",
    ),
    Format("geojson", (".geojson", ".json"), json_with(r'"type"\s*:\s*"Feature(Collection)?"'), "geojson:read_geojson"),
    Format(
        "json-list",
        (".json",),
        json_with(
            r'^\[\s*\{|^\{\s*"(?:points|positions|data|fixes|records|items|results|rows|history|track|locations)"\s*:\s*\[\s*\{',
            r'(?i)"[a-z_]{0,30}(?:lat|coord|geom)',
        ),
        "json_tables:read_matching",
        tabular=True,
    ),
    Format("json-lines", (".jsonl", ".ndjson"), json_lines, "json_tables:read_json_lines", tabular=True),
    Format("delimited", (".csv", ".tsv", ".txt"), delimited, "delimited:read_delimited", tabular=True),
)


def format_named(name: str) -> Format | None:
    """Give the format of that name, or None."""
    return next((f for f in FORMATS if f.name == name), None)


def find_format(source: Source) -> Format:
    """Recognise the format of a file by its content."""
    # The first line of the registry that recognises the content wins.
    for candidate in FORMATS:
        if candidate.sniff(source):
            return candidate
    known = sorted({s for f in FORMATS for s in f.suffixes})
    if source.suffix in known:
        raise InputError(
            f"The file is called {source.suffix} but its content is something else, or damaged.",
            where=source.name,
            do="Export it again; if it is text, save it as UTF-8 with a header line.",
        )
    near = get_close_matches(source.suffix, known, 1)
    raise InputError(
        "The content is in no format that is read here.",
        where=source.name,
        do=(f"Did you mean a {near[0]} file? " if near else "") + f"Read are: {', '.join(known)}.",
    )
