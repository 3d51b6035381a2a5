"""Which column of a file is which of ours: the profile's alias table, changed by what the person says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from os import PathLike

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.base.errors import InputError
from workbench.loaders.profile import TRACKS, Family, Profile, best_profile, canonical, profile_named

__all__ = ["Grid", "Pick", "Plan", "grid_of", "picker", "plan_columns"]


@dataclass(frozen=True)
class Plan:
    """The columns to read: our field -> the file's column, and what is left out.

    Attributes
    ----------
    profile : Profile
        The supplier's table it follows.
    fields : mapping of str to str
        Our field -> the file's column.
    notes : list of str
        Sentences about what is left out.
    """

    profile: Profile
    fields: Mapping[str, str]
    notes: list[str] = field(default_factory=list)

    @property
    def needed(self) -> list[str]:
        """The file's columns that are read, each once."""
        return list(dict.fromkeys(self.fields.values()))


Pick = Callable[[Sequence[str], str], Plan]


def picker(profile: str | PathLike[str] | None, columns: Mapping[str, str] | None, family: Family = TRACKS) -> Pick:
    """Make the function that plans a header, from what the person asked for."""
    if columns is not None and not (isinstance(columns, Mapping) and all(isinstance(v, str) for v in columns.values())):
        raise InputError(
            f"columns= is {columns!r}; it says which column of the file is which of our fields.",
            where="columns",
            do="Write it as {'lat': 'Latitude', 'lon': 'Longitude'}.",
        )
    for key in columns or {}:
        if key not in family.fields:
            near = get_close_matches(key, family.fields, 1, 0.4)
            raise InputError(
                f"columns= does not know {key!r}.",
                where="columns",
                do=(f"Did you mean {near[0]!r}? " if near else "") + f"Its keys are {', '.join(family.fields)}.",
            )
    twice = [v for v in (columns or {}).values() if list((columns or {}).values()).count(v) > 1]
    if twice:
        raise InputError(
            f"columns= names the column {twice[0]!r} twice.", where="columns", do="Give each field a column of its own."
        )
    chosen = None if profile is None else profile_named(profile, family)
    return lambda header, name: plan_columns(header, name, chosen, columns, family)


def plan_columns(
    header: Sequence[str], name: str, profile: Profile | None, columns: Mapping[str, str] | None, family: Family = TRACKS
) -> Plan:
    """Match a header with the alias table."""
    used = profile or best_profile(header, family)
    there: dict[str, str] = {}
    for column in header:
        there.setdefault(canonical(column), column)
    fields = {key: _wanted(column, header, there, name) for key, column in (columns or {}).items()}
    said = set(fields.values())
    for key, aliases in used.columns.items():
        hit = next((there[a] for a in map(canonical, aliases) if a in there and there[a] not in said), None)
        if key not in fields and hit is not None:
            fields[key] = hit
    fields = family.settle(fields)
    _require(fields, header, name, used, family)
    twice = [c for c in fields.values() if list(header).count(c) > 1]
    if twice:
        raise InputError(f"Two columns are called {twice[0]!r}.", where=name, do="Rename one of them in the file.")
    return Plan(used, fields, _left_out(header, fields, used))


def _wanted(column: str, header: Sequence[str], there: Mapping[str, str], name: str) -> str:
    if column in header:
        return column
    if canonical(column) in there:
        return there[canonical(column)]
    near = get_close_matches(column, list(header), 1, 0.4)
    raise InputError(
        f"There is no column {column!r}.",
        where=name,
        do=(f"Did you mean {near[0]!r}? " if near else "") + f"The columns are {', '.join(map(str, header))}.",
    )


def _require(fields: Mapping[str, str], header: Sequence[str], name: str, profile: Profile, family: Family) -> None:
    missing = family.missing(fields)
    if missing:
        shown = ", ".join(map(str, list(header)[:30]))
        raise InputError(
            f"No column is known to be the {' or the '.join(missing)} (profile {profile.name}).",
            where=name,
            do=f"Say which, for example columns={family.example}. The columns are {shown}.",
        )


def _left_out(header: Sequence[str], fields: Mapping[str, str], profile: Profile) -> list[str]:
    private = {canonical(p) for p in profile.personal}
    personal = [c for c in header if canonical(c) in private and c not in fields.values()]
    rest = [c for c in header if c not in fields.values() and c not in personal and str(c).strip()]
    notes = []
    if personal:
        notes.append(f"Personal columns were dropped at load and not read: {', '.join(personal).removesuffix('.')}.")
    if rest:
        listed = ", ".join(map(str, rest[:12])) + (" and more" if len(rest) > 12 else "")
        notes.append(f"Columns that were not used: {listed.removesuffix('.')}.")
    return notes


@dataclass(frozen=True)
class Grid:
    """Rows of a table under the file's own column names.

    Parameters
    ----------
    frame : pandas.DataFrame
        At least the columns that `plan` needs; texts, numbers or times as the format gives them.
    row : numpy.ndarray of int64
        1-based data row of each row of `frame`.
    plan : Plan
        Which column is which of ours.
    aside : list of (int, str)
        Row and reason of each data row that could not be made a row of `frame`.
    notes : list of str
        Sentences for the load report.
    """

    frame: pd.DataFrame
    row: NDArray[np.int64]
    plan: Plan
    aside: list[tuple[int, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def grid_of(records: list[dict[str, object]], row: list[int], plan: Plan, aside: list[tuple[int, str]]) -> Grid:
    """Make a grid from records, one dictionary a row; only the columns that are needed are kept."""
    frame = pd.DataFrame({c: pd.Series([r.get(c) for r in records], dtype=object) for c in plan.needed})
    return Grid(frame, np.asarray(row, np.int64), plan, aside)
