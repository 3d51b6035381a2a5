"""Names of tracks, lines and folders: whose they are, unless they only name journeys of one wearer. Always said."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd

from workbench.loaders.audit_rows import Settled
from workbench.loaders.collect_records import Raw
from workbench.loaders.owners import STANDS_IN
from workbench.loaders.values import count_of

__all__ = ["by_track_name", "journey_names", "same_named_files"]

_DATE = re.compile(
    r"(?<!\d)(?:(?:19|20)\d\d[-_./ ]?[01]?\d[-_./ ]?[0-3]?\d(?!\d{7})|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}|\d{1,2}[:.]\d\d)"
    r"|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b"
    r"|\d\W*(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\W*\d",
    re.IGNORECASE,
)
_JOURNEY = frozenset((
    "a", "the", "to", "from", "and", "my", "at", "of", "in", "on", "no", "nr", "number", "new", "old", "copy", "part",
    "track", "tracks", "trk", "log", "logs", "active", "current", "path", "paths", "route", "line", "lines", "linestring",
    "segment", "seg", "run", "running", "ride", "riding", "walk", "walking", "hike", "hiking", "trip", "journey", "tour",
    "drive", "driving", "cycle", "cycling", "bike", "biking", "commute", "commuting", "morning", "afternoon", "evening",
    "night", "lunch", "midday", "noon", "day", "week", "activity", "workout", "move", "moving", "stop", "lap", "leg",
    "stage", "data", "untitled", "unnamed", "unknown", "gps", "gpx", "kml", "points", "point", "fixes", "places",
    "recording", "recorded", "session", "export", "import", "file", "way",
))  # fmt: skip
"""Words of names that tell a journey or a drawing, not a person or a device."""


def journey_names(names: list[str]) -> bool:
    """Say whether all names are those of journeys: dates, times, or nothing but words such as track, ride and numbers."""
    return all(_DATE.search(name) or _only_words(name) for name in names)


def _only_words(name: str) -> bool:
    words = set(re.findall(r"[^\W\d_]+", name.lower()))
    return bool(words) and words <= _JOURNEY


def by_track_name(raw: Raw, what: str = "tracks", *, labels: bool = False) -> Raw:
    """Make each named track of a file a wearer, unless the file names its wearers or the names only tell journeys apart."""
    rows = raw.rows
    named = "wearer_id" in rows and bool(rows["wearer_id"].notna().any())
    if "track_name" not in rows or named or not len(rows):
        return replace(raw, rows=rows.drop(columns="track_name", errors="ignore"))
    track = rows["track_name"].astype("str").str.strip()
    track = track.where(track.ne(""))
    names = track.dropna().unique().tolist()
    if len(names) < 2:
        return replace(raw, rows=rows.assign(track_name=track) if names else rows.drop(columns="track_name"))
    listed = ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")
    several = f"The file holds several {what} ({count_of(len(names), 'name', 'names')}: {listed});"
    if labels:
        said = f"{several} nearly every point has its own, so they are no wearers. Give wearer= one of them to keep it alone."
        return replace(raw, rows=rows.assign(track_name=track), notes=[*raw.notes, said])
    if journey_names(names) and not _overlap(rows["time"], track):
        said = f"{several} the names tell journeys, so all were read as one wearer's. Give wearer= one of them to keep it alone."
        return replace(raw, rows=rows.assign(track_name=track), notes=[*raw.notes, said])
    said = f"{several} each name was read as a wearer."
    return replace(raw, rows=rows.assign(wearer_id=track).drop(columns="track_name"), notes=[*raw.notes, said])


def same_named_files(parts: list[Settled]) -> list[Settled]:
    """Keep different files of one name apart where the name stands in for the wearer, by the folders that they lie in."""
    found = list(parts)
    named = [i for i, p in enumerate(parts) if len(p.kept) and any(STANDS_IN in note for note in p.notes)]
    for stem in dict.fromkeys(parts[i].source.stem for i in named):
        mine = [i for i in named if parts[i].source.stem == stem]
        folders = {parts[i].source.sha256: parts[i].source.path.absolute().parent.parts for i in mine}
        if len(folders) < 2:
            # One content given twice is one file, wherever its copies lie.
            for i in mine if len(mine) > 1 else ():
                found[i] = replace(
                    parts[i], kept=parts[i].kept.assign(wearer_id=pd.Series(stem, parts[i].kept.index, dtype="str"))
                )
            continue
        deep = next((n for n in range(1, 50) if len({f[-n:] for f in folders.values()}) == len(folders)), None)
        labels = {sha: f"{'/'.join(f[-deep:])}/{stem}" if deep else f"{stem} {sha[:12]}" for sha, f in folders.items()}
        said = f"several different files are called {stem!r}; they were kept apart as {', '.join(labels.values())}."
        for i in mine:
            part = parts[i]
            kept = part.kept.assign(wearer_id=pd.Series(labels[part.source.sha256], index=part.kept.index, dtype="str"))
            found[i] = replace(
                part, kept=kept, notes=[*part.notes, f"{part.source.name}: {said} Give wearer= if they are one person's."]
            )
    return found


def _overlap(time: pd.Series, track: pd.Series) -> bool:
    """Say whether two tracks of different names run at the same time: then they are no journeys of one device."""
    spans = time.groupby(track).agg(["min", "max"]).sort_values("min")
    return bool((spans["min"].iloc[1:].to_numpy() < spans["max"].cummax().iloc[:-1].to_numpy()).any())
