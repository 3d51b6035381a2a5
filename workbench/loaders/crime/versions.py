"""Crimes that were sent again: a changed one is a new version, with what changed; an unchanged one is a repeat."""

from __future__ import annotations

import re

import pandas as pd

from workbench.loaders.crime.part import Part

__all__ = ["batch_order", "versions_of"]

_COMPARED = ("kind", "start", "end", "lon", "lat", "location_error_m", "text")


def batch_order(parts: list[Part]) -> list[int]:
    """Give the order in which files were sent: by the day and number in their batch id, else as they were given."""
    # A file without a batch id stays behind the one given before it.
    keys: list[tuple[str, int, int]] = []
    for i, part in enumerate(parts):
        batch = part.rows["batch_id"].dropna()
        found = re.search(r"([0-9]{8})(?:-([0-9]))?", str(batch.iloc[0])) if len(batch) else None
        day, number = (found[1], int(found[2] or 0)) if found else (keys[-1][:2] if keys else ("", 0))
        keys.append((day, number, i))
    return [i for _, _, i in sorted(keys)]


def versions_of(rows: pd.DataFrame, *, again: bool = True) -> pd.DataFrame:
    """Number the versions of each crime and say what changed."""
    # Source: the national service: a crime is its force and reference; sent again it is a version with a list of changed
    # fields.
    found = rows.assign(version=1, changed="", newest=True, repeats=0)
    shared = rows.duplicated(["force", "crime_id"], keep=False)
    if not again or not shared.any():
        return found
    version, changed, newest, repeats = (found[c].tolist() for c in ("version", "changed", "newest", "repeats"))
    latest: dict[tuple[str, str], tuple[int, tuple[object, ...]]] = {}
    compared = list(zip(*(rows[c].tolist() for c in _COMPARED), strict=True))
    keys = list(zip(rows["force"].astype("str").tolist(), rows["crime_id"].astype("str").tolist(), strict=True))
    for i in shared.to_numpy().nonzero()[0].tolist():
        key = keys[i]
        if key in latest:
            before, values = latest[key]
            differ = [c for c, old, new in zip(_COMPARED, values, compared[i], strict=True) if old != new]
            if not differ:
                version[i], newest[i], repeats[i] = version[before], False, version[before]
                continue
            version[i], changed[i], newest[before] = version[before] + 1, ", ".join(differ), False
        latest[key] = (i, compared[i])
    return found.assign(version=version, changed=changed, newest=newest, repeats=repeats)
