"""Read crimes from files: the police batch, data.police.uk, and any table whose columns a profile names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from workbench.base import InputError, recorded
from workbench.loaders.crimes.batch import batch_part
from workbench.loaders.crimes.batch_rules import is_batch
from workbench.loaders.crimes.report import Part, crime_report
from workbench.loaders.crimes.tables import CRIME_TABLES, read_crime_list, table_part
from workbench.loaders.formats import find_format, json_lines
from workbench.loaders.load_request import Place, places_of
from workbench.loaders.map_columns import Pick, picker
from workbench.loaders.source import Source, open_source
from workbench.tables import CRIMES
from workbench.time import UTC_US

__all__ = ["batch_order", "crime_table", "read_crimes", "versions_of"]

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


_WORDS = {"force": "not stated", "kind": "not stated", "text": "", "batch_id": ""}


def crime_table(parts: list[Part]) -> pd.DataFrame:
    """Join the files of one load to the crimes table, with its report."""
    because = list(dict.fromkeys(p.area_because for p in parts))
    if len(because) > 1 and None in because:
        area = next(p for p in parts if p.area_because is not None)
        raise InputError(
            "Some of the files give places as they are, others only areas.",
            where=area.source.name,
            do="Read the two kinds apart: only the first kind can be matched with trails.",
        )
    rows = pd.concat([_filled(p).assign(part=i) for i, p in enumerate(parts)], ignore_index=True)
    sent = batch_order(parts)
    order = np.argsort(np.argsort(sent)[rows["part"].to_numpy(np.int64)], kind="stable")
    numbered = versions_of(rows.iloc[order], again=because[0] is None).sort_index()
    report = crime_report(parts, numbered)
    level = "area" if because[0] is not None else "point"
    table = CRIMES.arrange(numbered[numbered["repeats"] == 0].drop(columns=["part", "repeats"]).assign(level=level))
    table = table[[*CRIMES.names, "batch_id", "changed", "newest", "level"]].reset_index(drop=True)
    if because[0] is not None:
        report.warnings.insert(0, f"These crimes stand for areas: {because[0]}. They are not matched with trails.")
    table.attrs.update({"load": report, "level": level, "area_because": because[0] or ""})
    return table


def _filled(part: Part) -> pd.DataFrame:
    rows = part.rows.astype({"start": UTC_US, "end": UTC_US})
    own = pd.Series([f"{part.source.file}-{row}" for row in rows["row"]], index=rows.index, dtype="str")
    return rows.assign(
        file=part.source.file,
        crime_id=rows["crime_id"].astype("str").fillna(own),
        **{key: rows[key].astype("str").fillna(word) for key, word in _WORDS.items()},
    )


BATCH = "police-batch"


@recorded("read")
def read_crimes(
    path: Place | Sequence[Place],
    *,
    profile: Place | None = None,
    timezone: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Read crimes from one or more files, accounting for every row.

    Parameters
    ----------
    path : path-like or sequence of path-like
        A file or several; several are one load, in which a crime that was sent again becomes a version.
    profile : str or path-like, optional
        ``"police-batch"``, a shipped profile (``"street"``, ``"generic"`` ...) or the path of one's own in TOML; without it the
        content decides.
    timezone : str, optional
        IANA zone of times that state none, for example ``"Europe/London"``; for a batch, the zone its sender forgot to convert
        from. A batch is otherwise read as UTC, as the format defines.
    columns : mapping of str to str, optional
        Our field -> the file's column, for tables, for example ``{"start": "Committed from"}``.

    Returns
    -------
    pandas.DataFrame
        The columns of ``workbench.tables.CRIMES``, then ``batch_id``; ``changed``, the columns that differ from the version
        before; ``newest``, False where a later version follows; and ``level``. In ``.attrs``: ``"load"``, the load report with
        ``.problems`` and ``.outcomes``; ``"level"``, ``"point"`` or ``"area"``; and ``"area_because"``, why crimes of level
        ``"area"`` (a month, or a place moved to a shared point) cannot be matched with trails.

    Raises
    ------
    InputError
        If a file cannot be used; the error says where and what to do.
    TimeError
        If the times of a table state no zone and no `timezone` is given, or day and month cannot be told apart.

    Notes
    -----
    Source: the published rules and codes of the national batch. A window over 12 hours is kept and named. Whether times
    are UTC or the wall clock of the place is held against the times themselves; ``.outcomes.clock`` says what they say.
    ``location_error_m`` counts 10 m where nobody says more, the conversion from the British grid, and rounded numbers.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> row = "Kent,RB,,KENT20260304,{},20260303211000,20260303214000,,,51.2,0.5,WGS84,text\\n"
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     place = Path(folder) / "batch.csv"
    ...     _ = place.write_text(row.format("K1") + row.format(""))
    ...     crimes = read_crimes(place)
    >>> crimes.crime_id.tolist(), crimes.attrs["load"].problems[["row", "code"]].values.tolist()
    (['K1'], [[2, 'MISSING_CRIME_REFERENCE']])
    """
    forced = profile == BATCH
    if forced and columns is not None:
        raise InputError("columns= is for tables; a batch has fixed columns.", where="columns", do="Leave one away.")
    pick = picker(None if forced else profile, columns, CRIME_TABLES)
    free = profile is None and columns is None
    parts = []
    for place in places_of(path):
        source = open_source(place)
        if forced or (free and is_batch(source)):
            parts.append(batch_part(source, timezone))
        else:
            parts.append(_table(source, pick, timezone, confirmed=not free))
        source.check_same()
    return crime_table(parts)


def _table(source: Source, pick: Pick, timezone: str | None, *, confirmed: bool) -> Part:
    text = source.head_text()
    lines = json_lines(source) and (source.suffix in (".jsonl", ".ndjson") or "\n{" in text)
    if text[:1] in ("{", "[") and not lines:
        return table_part(read_crime_list(source, pick), source, timezone, confirmed=confirmed)
    kind = find_format(source)
    if not kind.tabular:
        raise InputError(
            f"The content is {kind.name}; crimes are not read from it.",
            where=source.name,
            do="Read are CSV, Excel, Parquet, JSON, and the police batch of 13 columns.",
        )
    return table_part(kind.reader()(source, pick), source, timezone, confirmed=confirmed)
