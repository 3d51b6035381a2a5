"""Which column of a file is which of ours: the profile's alias table, changed by what the person says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from os import PathLike

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.base import InputError
from workbench.loaders.headings import FLAGS, ZONE_HEADINGS, bare, coordinates_of, id_like
from workbench.loaders.profile import SPEED_FIELDS, TRACKS, Family, Profile, best_profile, canonical, profile_named

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
    looked : mapping of str to str
        Columns that are read besides, to be looked at by meaning -> what they could be: a flag, a zone, a unit, an id, a clock,
        a second place.
    """

    profile: Profile
    fields: Mapping[str, str]
    notes: list[str] = field(default_factory=list)
    looked: Mapping[str, str] = field(default_factory=dict)

    @property
    def needed(self) -> list[str]:
        """The file's columns that are read, each once."""
        return list(dict.fromkeys([*self.fields.values(), *self.looked]))


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
    looked: dict[str, str] = {}
    if family is TRACKS:
        fields = _by_bare_names(fields, header, used, said)
        fields = _clocks_apart(family.settle(fields), header, used)
        looked = _looked(header, fields, used)
    else:
        fields = family.settle(fields)
    _require(fields, header, name, used, family)
    twice = [c for c in fields.values() if list(header).count(c) > 1]
    if twice:
        raise InputError(f"Two columns are called {twice[0]!r}.", where=name, do="Rename one of them in the file.")
    return Plan(used, fields, _left_out(header, fields, used, looked), looked)


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


_FIX_CLOCKS = ("gps", "fix", "gnss", "device", "located", "tracked", "satellite", "position")
_UNITS = ("unit", "units", "uom")


def _by_bare_names(fields: dict[str, str], header: Sequence[str], profile: Profile, said: set[str]) -> dict[str, str]:
    """Match what is still open by headings without their brackets, units and zones: ``Speed (mph)`` is a speed."""
    found, taken = dict(fields), said | set(fields.values())
    names: dict[str, str] = {}
    for column in header:
        names.setdefault(bare(column), column)
    for key, aliases in profile.columns.items():
        hit = next((names[a] for a in map(canonical, aliases) if a in names and names[a] not in taken), None)
        if key not in found and hit is not None and not (key in SPEED_FIELDS and set(SPEED_FIELDS) & set(found)):
            found[key] = hit
            taken.add(hit)
    return found


def _clocks_apart(fields: dict[str, str], header: Sequence[str], profile: Profile) -> dict[str, str]:
    """Where the clock of the fix stands beside a plain one, the plain one is when the system wrote it down."""
    found, used = dict(fields), fields.get("time", "")
    if profile.signature or not used or not set(bare(used).split("_")) & set(_FIX_CLOCKS):
        return found
    plain = [c for c in header if bare(c) in map(canonical, profile.columns.get("time", ())) and c not in fields.values()]
    plain = [c for c in plain if not set(bare(c).split("_")) & set(_FIX_CLOCKS)]
    if plain and "recorded" not in found:
        found["recorded"] = plain[0]
    return found


def _looked(header: Sequence[str], fields: Mapping[str, str], profile: Profile) -> dict[str, str]:
    """Say which columns that no field uses are read all the same, because their meaning could change an answer."""
    private = {canonical(p) for p in profile.personal}
    free = [c for c in header if c not in fields.values() and canonical(c) not in private and str(c).strip()]
    clocks = set(map(canonical, profile.columns.get("time", ())))
    found: dict[str, str] = {}
    for column in free:
        name, kind = bare(column), FLAGS.get(canonical(column)) or FLAGS.get(bare(column))
        words = name.split("_")
        if kind is not None and not (kind == "dop" and profile.signature):
            found[column] = f"flag {kind}"
        elif name in ZONE_HEADINGS or canonical(column) in ZONE_HEADINGS:
            found[column] = "zone"
        elif words[-1] in _UNITS:
            found[column] = "unit"
        elif not profile.signature and name in clocks:
            found[column] = "clock"
        elif not profile.signature and id_like(column):
            found[column] = "id"
    if not profile.signature:
        found |= {c: "place" for pair in coordinates_of(free) for c in pair}
    return found


def _left_out(header: Sequence[str], fields: Mapping[str, str], profile: Profile, looked: Mapping[str, str]) -> list[str]:
    private = {canonical(p) for p in profile.personal}
    personal = [c for c in header if canonical(c) in private and c not in fields.values()]
    told = {c for c, role in looked.items() if role.startswith("flag") or role in ("zone", "unit")}
    rest = [c for c in header if c not in fields.values() and c not in personal and c not in told and str(c).strip()]
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
