"""One file to settled rows, and settled files to tracks."""

from __future__ import annotations

from collections.abc import Mapping

from workbench.base.errors import InputError
from workbench.loaders.combine import combine
from workbench.loaders.formats import Format
from workbench.loaders.plan import Pick
from workbench.loaders.raw import Raw
from workbench.loaders.report import load_report
from workbench.loaders.settle import Settled, settle
from workbench.loaders.shape import shape
from workbench.loaders.source import Source
from workbench.loaders.wanted import Wanted
from workbench.tables.tracks import Tracks

__all__ = ["assemble", "load_one"]


def load_one(source: Source, kind: Format, pick: Pick, asked: Wanted, columns: Mapping[str, str] | None) -> Settled:
    """Read one file with the reader of its format and judge its rows."""
    if kind.tabular:
        raw: Raw = shape(kind.reader()(source, pick), source.name)
    elif columns is not None:
        raise InputError(f"columns= is for tables; {source.name!r} is {kind.name}.", where="columns", do="Leave columns= away.")
    else:
        raw = kind.reader()(source)
    return settle(raw, source, asked)


def assemble(parts: list[Settled], asked: Wanted) -> Tracks:
    """Join settled files into tracks with their report."""
    fixes, notes = combine(parts)
    return Tracks(fixes, load_report(parts, fixes, notes, asked))
