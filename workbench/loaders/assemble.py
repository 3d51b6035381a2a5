"""One file to settled rows, and settled files to tracks."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.errors import InputError
from workbench.loaders.combine import combine
from workbench.loaders.formats import Format
from workbench.loaders.plan import Pick
from workbench.loaders.raw import Raw
from workbench.loaders.report import load_report
from workbench.loaders.settle import Settled, settle
from workbench.loaders.shape import shape
from workbench.loaders.source import Source
from workbench.loaders.wanted import Wanted
from workbench.tracks import Tracks

__all__ = ["assemble", "load_one"]


def load_one(source: Source, kind: Format, pick: Pick, asked: Wanted, columns: Mapping[str, str] | None) -> Settled:
    """Read one file with the reader of its format and judge its rows.

    Parameters
    ----------
    source : Source
        The opened file.
    kind : Format
        Its format.
    pick : callable
        Plans the header of a table.
    asked : Wanted
        What the person asked for.
    columns : mapping of str to str, optional
        What the person said about the columns of a table.

    Returns
    -------
    Settled
        Kept rows, rows set aside, sentences.

    Raises
    ------
    InputError
        If the file cannot be used, or `columns` is given for a format whose names are fixed.

    Notes
    -----
    Source: own code.

    Examples
    --------
    >>> from workbench.loaders.formats import find_format
    >>> from workbench.loaders.plan import picker
    >>> from workbench.loaders.source import source_of
    >>> source = source_of("a.csv", b"time,lat,lon\\n2026-03-03T21:10Z,51.4,1.2\\n")
    >>> load_one(source, find_format(source), picker(None, None), Wanted(), None).rows
    1
    """
    if kind.tabular:
        raw: Raw = shape(kind.reader()(source, pick), source.name)
    elif columns is not None:
        raise InputError(f"columns= is for tables; {source.name!r} is {kind.name}.", where="columns", do="Leave columns= away.")
    else:
        raw = kind.reader()(source)
    return settle(raw, source, asked)


def assemble(parts: list[Settled], asked: Wanted) -> Tracks:
    """Join settled files into tracks with their report.

    Parameters
    ----------
    parts : list of Settled
        One for each file.
    asked : Wanted
        What the person asked for.

    Returns
    -------
    Tracks
        Fixes and report.

    Notes
    -----
    Source: own code.

    Examples
    --------
    >>> from workbench.loaders.frame import from_frame
    >>> import pandas as pd
    >>> len(from_frame(pd.DataFrame({"time": ["2026-03-03T21:10Z"], "lat": [51.4], "lon": [1.2]})))
    1
    """
    fixes, notes = combine(parts)
    return Tracks(fixes, load_report(parts, fixes, notes, asked))
