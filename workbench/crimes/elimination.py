"""Who can be excluded for a crime: a statement in hedged words, and the table it rests on."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from workbench.base import Card
from workbench.crimes.scan import ABSENT, EXCLUDED, HIT
from workbench.crimes.search import Search
from workbench.crimes.words import ELIMINATION
from workbench.geo import metres_label
from workbench.time import span_label

__all__ = ["Elimination", "eliminate"]


@dataclass(frozen=True, eq=False)
class Elimination:
    """Who can be excluded for a crime.

    Attributes
    ----------
    text : str
        The statement: what was asked, one line for each wearer, what was allowed, and its limits.
    table : pandas.DataFrame
        The rows it rests on (``workbench.tables.CRIME_EXCLUDED``), the farthest first.
    """

    # It speaks of the tag, never of a person.

    text: str
    table: pd.DataFrame

    def card(self) -> Card:
        """Show the statement as a card."""
        head, *rest = self.text.split("\n")
        return Card(head, [], [line for line in rest if line])

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return self.card().html()


def eliminate(work: Search, crime: int, excluded: pd.DataFrame, *, timezone: str | None = None) -> Elimination:
    """Write who can be excluded for a crime."""
    asked, row, state = work.parameters, work.crimes.iloc[crime], work.state[crime]
    table = excluded[excluded["crime_id"] == work.windows.crime_id[crime]]
    table = table.sort_values(["nearest_possible_m", "wearer_id"], ascending=[False, True], ignore_index=True)
    count = {name: int((state == code).sum()) for name, code in (("hits", HIT), ("excluded", EXCLUDED))}
    compared = int((state != ABSENT).sum())
    zone = timezone or asked.timezone
    lines = [
        ELIMINATION["head"].format(
            crime=work.windows.crime_id[crime],
            kind=row["kind"],
            span=span_label(row["start"], row["end"], zone),
            radius=asked.radius_m,
            lat=row["lat"],
            lon=row["lon"],
            error=row["location_error_m"],
        ),
        ELIMINATION["asked"].format(
            asked=f"{compared} wearer{'' if compared == 1 else 's'}",
            verb="matches" if count["hits"] == 1 else "match",
            unknown=compared - count["hits"] - count["excluded"],
            **count,
        ),
        *(_one(r, asked.radius_m) for r in table.to_dict("records")),
    ]
    if table.empty:
        lines.append(ELIMINATION["none"])
    else:
        lines.append(ELIMINATION["limits"].format(seen=asked.seen_kmh, cap=asked.max_kmh))
    return Elimination("\n".join([*lines, ELIMINATION["note"]]), table)


def _one(row: dict[str, object], radius_m: float) -> str:
    fixes, nearest = int(str(row["n_fixes"])), float(str(row["nearest_possible_m"]))
    return ELIMINATION["one"].format(
        wearer=row["wearer_id"],
        fixes=f"{fixes:,} {'position' if fixes == 1 else 'positions'}",
        coverage=row["coverage"],
        nearest=metres_label(nearest),
        radius=radius_m,
        kmh=row["needed_kmh"],
    )
