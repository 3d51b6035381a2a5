"""Profiles: what a supplier calls its columns, its units, its codes and its clock. One TOML file each."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files
from os import PathLike
from pathlib import Path
from typing import Any

from workbench.base import InputError

__all__ = ["SPEED_FIELDS", "TRACKS", "Family", "Profile", "best_profile", "canonical", "profile_named", "profile_names"]

_SHARED = frozenset({"title", "signature", "timezone", "day_first", "uk", "personal", "columns"})
SPEED_FIELDS = ("speed_kmh", "speed_ms", "speed_mph", "speed_knots", "speed")


@dataclass(frozen=True)
class Family:
    """One kind of table.

    Attributes
    ----------
    fields : tuple of str
        What a column can be; the keys of ``columns=`` and of a profile's ``[columns]``.
    entries : frozenset of str
        What a profile may say besides what every profile may.
    folder : str
        Folder of its shipped profiles inside ``profiles``; empty for the folder itself.
    settle : callable
        Takes our field -> column and settles columns that could be two things.
    missing : callable
        Takes our field -> column and names what has no column.
    example : str
        How ``columns=`` is written for it.
    """

    fields: tuple[str, ...]
    entries: frozenset[str]
    folder: str
    settle: Callable[[dict[str, str]], dict[str, str]]
    missing: Callable[[Mapping[str, str]], list[str]]
    example: str

    @property
    def keys(self) -> frozenset[str]:
        """All entries that a profile of this family may have."""
        return _SHARED | self.entries


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
    for extra in [k for k in SPEED_FIELDS if k in found][1:]:
        found.pop(extra)
    return found


def _missing(fields: Mapping[str, str]) -> list[str]:
    position = all(a in fields or f"{a}_e7" in fields for a in ("lat", "lon")) or "geometry" in fields
    time = any(k in fields for k in ("time", "date", "recorded", "uploaded"))
    return [word for word, there in (("latitude and longitude", position), ("time", time)) if not there]


TRACKS = Family(
    fields=(
        "fix_id",
        "wearer_id",
        "device_id",
        "time",
        "date",
        "clock",
        "recorded",
        "uploaded",
        "lat",
        "lon",
        "lat_e7",
        "lon_e7",
        "north_south",
        "east_west",
        "geometry",
        "accuracy_m",
        "accuracy_level",
        *SPEED_FIELDS,
        "heading_deg",
        "satellites",
        "method",
        "active_from",
        "active_to",
        "quality",
        "origin_file",
        "origin_row",
    ),
    entries=frozenset({"accuracy_level", "clock", "guarded_texts", "methods"}),
    folder="",
    settle=_one_reading,
    missing=_missing,
    example="{'lat': ..., 'lon': ..., 'time': ...}",
)
"""Positions of tags."""


_CLOCKS = ("fix", "recorded", "uploaded", "not stated")


@dataclass(frozen=True)
class Profile:
    """One supplier's table: names of columns, codes, and what its numbers mean.

    Attributes
    ----------
    name, title : str
        File name without its suffix, and what it is in words.
    signature : tuple of str
        Columns that a file of this supplier has; all of them must be there for it to be recognised.
    columns : mapping of str to sequence of str
        Our field -> the names that it may have.
    methods : mapping of str to str
        Code of the supplier -> one of ``workbench.tables.METHODS``.
    accuracy_level : float, optional
        Share of true positions that its radius holds.
    clock : str
        Which clock its ``time`` is: fix, recorded, uploaded, not stated.
    timezone : str, optional
        IANA zone of its naive times.
    day_first : bool, optional
        Whether 03/04/2026 is the third of April.
    uk : bool
        Whether its positions lie in the United Kingdom.
    guarded_texts : bool
        Whether an apostrophe stands before texts that a spreadsheet would run as a formula.
    personal : tuple of str
        Columns that say who the person is; they are not read.
    area_because : str, optional
        Crimes: why its places stand for an area and no trail can be matched with them.
    location_error_m : float, optional
        Crimes: how well its places are known, metres per axis.
    zone_untrue : bool
        Crimes: whether the offset written on its times is not true, and they are wall clock of `timezone`.
    constants : mapping of str to str
        Crimes: what holds for every row, such as the force.
    """

    name: str
    title: str
    signature: tuple[str, ...] = ()
    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    methods: Mapping[str, str] = field(default_factory=dict)
    accuracy_level: float | None = None
    clock: str = "not stated"
    timezone: str | None = None
    day_first: bool | None = None
    uk: bool = False
    guarded_texts: bool = False
    personal: tuple[str, ...] = ()
    area_because: str | None = None
    location_error_m: float | None = None
    zone_untrue: bool = False
    constants: Mapping[str, str] = field(default_factory=dict)


def canonical(name: object) -> str:
    """Bring a column name to lower case with single underscores."""
    return re.sub(r"[\W_]+", "_", str(name).strip().lower()).strip("_")


def _parse(name: str, text: str, where: str, family: Family) -> Profile:
    try:
        raw: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"The profile is not TOML: {error}.", where=where, do="Copy a shipped profile and edit it.") from error
    unknown = [f"{k!r}" for k in raw if k not in family.keys]
    unknown += [f"columns.{k}" for k in raw.get("columns", {}) if k not in family.fields]
    if unknown:
        raise InputError(
            f"The profile has an entry that means nothing here: {unknown[0]}.",
            where=where,
            do=f"Entries are {', '.join(sorted(family.keys))}; columns are {', '.join(family.fields)}.",
        )
    if raw.get("clock", "not stated") not in _CLOCKS:
        raise InputError(
            f"The profile's clock {raw['clock']!r} is not known.", where=where, do=f"Use one of {', '.join(_CLOCKS)}."
        )
    level = raw.get("accuracy_level")
    if level is not None and not (isinstance(level, int | float) and 0 < level < 1):
        raise InputError(f"The profile's accuracy_level {level!r} is not between 0 and 1.", where=where, do="Write it as 0.95.")
    return Profile(
        name=name,
        title=str(raw.get("title", name)),
        signature=tuple(raw.get("signature", ())),
        columns={k: [v] if isinstance(v, str) else list(v) for k, v in raw.get("columns", {}).items()},
        methods={canonical(k): str(v) for k, v in raw.get("methods", {}).items()},
        accuracy_level=level,
        clock=raw.get("clock", "not stated"),
        timezone=raw.get("timezone"),
        day_first=raw.get("day_first"),
        uk=bool(raw.get("uk", False)),
        guarded_texts=bool(raw.get("guarded_texts", False)),
        personal=tuple(raw.get("personal", ())),
        area_because=raw.get("area_because"),
        location_error_m=_metres(raw.get("location_error_m"), where),
        zone_untrue=bool(raw.get("zone_untrue", False)),
        constants={k: str(v) for k, v in raw.get("constants", {}).items()},
    )


def _metres(value: object, where: str) -> float | None:
    if value is None or (isinstance(value, int | float) and value >= 0):
        return None if value is None else float(value)
    raise InputError(f"The profile's location_error_m {value!r} is not a length.", where=where, do="Write it in metres, as 10.")


@lru_cache(maxsize=4)
def _shipped(family: Family) -> dict[str, Profile]:
    folder = files("workbench.loaders") / "profiles"
    if family.folder:
        folder /= family.folder
    found = sorted((p for p in folder.iterdir() if p.name.endswith(".toml")), key=lambda p: p.name)
    return {p.name[:-5]: _parse(p.name[:-5], p.read_text(encoding="utf-8"), p.name, family) for p in found}


def profile_names(family: Family = TRACKS) -> list[str]:
    """List the shipped profiles by name."""
    # Source: the TOML files in `workbench/loaders/profiles`.
    return list(_shipped(family))


def profile_named(profile: str | PathLike[str], family: Family = TRACKS) -> Profile:
    """Give a shipped profile by its name, or a person's own by the path of its TOML file."""
    if not isinstance(profile, str | PathLike):
        raise InputError(
            f"profile= is {profile!r}.",
            where="profile",
            do=f"Profiles are {', '.join(profile_names(family))}; or give the path of a TOML file.",
        )
    place = Path(profile)
    if isinstance(profile, str) and profile in _shipped(family):
        return _shipped(family)[profile]
    if place.suffix.lower() == ".toml":
        try:
            return _parse(place.stem, place.read_text(encoding="utf-8"), place.name, family)
        except (OSError, UnicodeDecodeError) as error:
            raise InputError(
                f"The profile {place.name!r} cannot be read.",
                where=str(place),
                do="Check that the file exists and is UTF-8 text.",
            ) from error
    near = get_close_matches(str(profile), profile_names(family), 1, 0.4)
    raise InputError(
        f"There is no profile {str(profile)!r}.",
        where="profile",
        do=(f"Did you mean {near[0]!r}? " if near else "")
        + f"Profiles are {', '.join(profile_names(family))}; or give the path of a TOML file.",
    )


def best_profile(header: Sequence[str], family: Family = TRACKS) -> Profile:
    """Choose the shipped profile whose whole signature the header has; the longest signature wins, else the generic one."""
    have = {canonical(h) for h in header}
    fitting = [p for p in _shipped(family).values() if p.signature and all(canonical(s) in have for s in p.signature)]
    return max(fitting, key=lambda p: len(p.signature), default=_shipped(family)["generic"])
