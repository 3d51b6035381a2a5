"""Which column of a file is which of ours: the profile's alias table, changed by what the person says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from os import PathLike

from workbench.errors import InputError
from workbench.loaders.profile import FIELDS, Profile, best_profile, canonical, profile_named

__all__ = ["Pick", "Plan", "picker", "plan_columns"]


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

    Notes
    -----
    Source: own code.
    """

    profile: Profile
    fields: Mapping[str, str]
    notes: list[str] = field(default_factory=list)

    @property
    def needed(self) -> list[str]:
        """The file's columns that are read, each once."""
        return list(dict.fromkeys(self.fields.values()))


Pick = Callable[[Sequence[str], str], Plan]


def picker(profile: str | PathLike[str] | None, columns: Mapping[str, str] | None) -> Pick:
    """Make the function that plans a header, from what the person asked for.

    Parameters
    ----------
    profile : str or path-like, optional
        Name of a shipped profile or path of one's own.
    columns : mapping of str to str, optional
        Our field -> the file's column; wins over the profile.

    Returns
    -------
    callable
        Takes a header and the file's name, gives a :class:`Plan`.

    Raises
    ------
    InputError
        If the profile is unknown, a key of `columns` is not one of our fields, or two of them share a column.

    Notes
    -----
    Source: own code.

    Examples
    --------
    >>> picker(None, {"lat": "Breite"})(["time", "Breite", "lon"], "a.csv").needed
    ['Breite', 'time', 'lon']
    """
    if columns is not None and not (isinstance(columns, Mapping) and all(isinstance(v, str) for v in columns.values())):
        raise InputError(f"columns= is {columns!r}; it says which column of the file is which of our fields.", where="columns",
                         do="Write it as {'lat': 'Latitude', 'lon': 'Longitude'}.")
    for key in columns or {}:
        if key not in FIELDS:
            near = get_close_matches(key, FIELDS, 1, 0.4)
            raise InputError(f"columns= does not know {key!r}.", where="columns",
                             do=(f"Did you mean {near[0]!r}? " if near else "") + f"Its keys are {', '.join(FIELDS)}.")
    twice = [v for v in (columns or {}).values() if list((columns or {}).values()).count(v) > 1]
    if twice:
        raise InputError(f"columns= names the column {twice[0]!r} twice.", where="columns",
                         do="Give each field a column of its own.")
    chosen = None if profile is None else profile_named(profile)
    return lambda header, name: plan_columns(header, name, chosen, columns)


def plan_columns(header: Sequence[str], name: str, profile: Profile | None, columns: Mapping[str, str] | None) -> Plan:
    """Match a header with the alias table.

    Parameters
    ----------
    header : sequence of str
        Column names as the file has them.
    name : str
        What to call the file in an error.
    profile : Profile, optional
        The one to use; without it, the shipped one that fits.
    columns : mapping of str to str, optional
        Our field -> the file's column; wins over the profile.

    Raises
    ------
    InputError
        If position or time has no column, a named column is not there, or two columns share a name.

    Notes
    -----
    Source: own code.

    Examples
    --------
    >>> dict(plan_columns(["Time", "Breite", "Lon"], "a.csv", None, {"lat": "Breite"}).fields)
    {'lat': 'Breite', 'time': 'Time', 'lon': 'Lon'}
    """
    used = profile or best_profile(header)
    there: dict[str, str] = {}
    for column in header:
        there.setdefault(canonical(column), column)
    fields = {key: _wanted(column, header, there, name) for key, column in (columns or {}).items()}
    said = set(fields.values())
    for key, aliases in used.columns.items():
        hit = next((there[a] for a in map(canonical, aliases) if a in there and there[a] not in said), None)
        if key not in fields and hit is not None:
            fields[key] = hit
    fields = _one_reading(fields)
    _require(fields, header, name, used)
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
    raise InputError(f"There is no column {column!r}.", where=name,
                     do=(f"Did you mean {near[0]!r}? " if near else "") + f"The columns are {', '.join(map(str, header))}.")


def _one_reading(fields: dict[str, str]) -> dict[str, str]:
    """Settle columns that could be two things: a clock beside a date is a time of day; degrees win over E7."""
    found = dict(fields)
    if "date" in found and found.get("clock") is not None and found.get("time") in (None, found["clock"]):
        found.pop("time", None)
    else:
        found.pop("date", None)
        found.pop("clock", None)
    for axis in ("lat", "lon"):
        if axis in found:
            found.pop(f"{axis}_e7", None)
    stated = [k for k in ("speed_kmh", "speed_ms", "speed_mph", "speed_knots", "speed") if k in found]
    for extra in stated[1:]:
        found.pop(extra)
    return found


def _require(fields: Mapping[str, str], header: Sequence[str], name: str, profile: Profile) -> None:
    position = all(f"{a}" in fields or f"{a}_e7" in fields for a in ("lat", "lon")) or "geometry" in fields
    time = any(k in fields for k in ("time", "date", "recorded", "uploaded"))
    missing = [word for word, there in (("latitude and longitude", position), ("time", time)) if not there]
    if missing:
        shown = ", ".join(map(str, list(header)[:30]))
        raise InputError(f"No column is known to be the {' or the '.join(missing)} (profile {profile.name}).", where=name,
                         do=f"Say which, for example columns={{'lat': ..., 'lon': ..., 'time': ...}}. The columns are {shown}.")


def _left_out(header: Sequence[str], fields: Mapping[str, str], profile: Profile) -> list[str]:
    private = {canonical(p) for p in profile.personal}
    personal = [c for c in header if canonical(c) in private and c not in fields.values()]
    rest = [c for c in header if c not in fields.values() and c not in personal and str(c).strip()]
    notes = []
    if personal:
        notes.append(f"Personal columns were dropped at load and not read: {', '.join(personal)}.")
    if rest:
        notes.append(f"Columns that were not used: {', '.join(map(str, rest[:12]))}{' and more' if len(rest) > 12 else ''}.")
    return notes
