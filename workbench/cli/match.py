"""What the command ``workbench match`` writes: a folder of tables from one search."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from workbench.crimes import Matches
from workbench.exports import SUMS, folder_whole, plain_table, write_table
from workbench.html import render

__all__ = ["problems_told", "write_matches"]

_MOST = 20
_WEARERS, _CRIMES = 100, 60  # as many as are read on one page


def write_matches(matches: Matches, crimes: pd.DataFrame, folder: Path, *, timezone: str) -> list[Path]:
    """Write what a search found into a folder."""
    # Every pair that was compared is in one of the first lists, none is left out.
    with folder_whole(folder, earlier=("problems.csv",)) as part:
        matches.to_csv(part / "matches.csv", timezone=timezone)
        matches.to_locations_csv(part / "locations.csv", timezone=timezone)
        tables = {"excluded.csv": matches.excluded, "unknown.csv": matches.unknown}
        for name, table in tables.items():
            write_table(plain_table(table, timezone=timezone), part / name)
        said = matches.summary.astype("str").rename_axis("figure").rename("value").reset_index()
        write_table(plain_table(said), part / "summary.csv")
        matrix = matches.matrix_html(wearers=_WEARERS, crimes=_CRIMES, timezone=timezone)
        page = render("page", {"title": "Crimes and trails", "parts": [matches.card().html(), matrix]})
        (part / "matrix.html").write_text(page + "\n", encoding="utf-8")
        problems = getattr(crimes.attrs.get("load"), "problems", None)
        names = ["matches.csv", "locations.csv", *tables, "summary.csv", "matrix.html"]
        if problems is not None and len(problems):
            write_table(plain_table(problems), part / "problems.csv")
            names.append("problems.csv")
    return [folder / name for name in [*names, SUMS]]


def problems_told(crimes: pd.DataFrame) -> list[str]:
    """Say for the screen which rows of a batch could not be used, and what the sender has to do."""
    report = crimes.attrs.get("load")
    if report is None:
        return []
    lines = [f"row {r.row}: {r.reason}" for r in report.set_aside.head(_MOST).itertuples()]
    more = len(report.set_aside) - _MOST
    return [*lines, f"and {more:,} more rows"] if more > 0 else lines
