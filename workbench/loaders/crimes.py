"""Read crimes from files: the police batch, data.police.uk, and any table whose columns a profile names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from workbench.base.errors import InputError
from workbench.loaders.crime.batch import batch_part
from workbench.loaders.crime.family import CRIME_TABLES
from workbench.loaders.crime.part import Part
from workbench.loaders.crime.records import is_batch
from workbench.loaders.crime.shape import table_part
from workbench.loaders.crime.street import read_crime_list
from workbench.loaders.crime.table import crime_table
from workbench.loaders.formats import find_format, json_lines
from workbench.loaders.paths import Place, places_of
from workbench.loaders.plan import Pick, picker
from workbench.loaders.source import Source, open_source

__all__ = ["read_crimes"]

BATCH = "police-batch"


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
