"""Matches of crimes and wearers as the national export writes them, and the locations behind them, with nothing lost."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from workbench.base import InputError, directed
from workbench.exports.csv import clock_cells, location_table, plain_cells, text_cells
from workbench.time import micros

__all__ = ["PERSON", "match_locations", "match_table"]

PERSON = {
    "DEVICE NAME": "device_name",
    "OFFENDER NAME": "name",
    "NOMIS ID": "nomis_id",
    "PNC REF": "pnc_ref",
    "OFFENDER ADDRESS": "address",
    "OFFENDER DATE OF BIRTH": "date_of_birth",
    "OFFENDER MANAGER": "manager",
}
"""Columns about the wearer in the national export, and what they are called in a table of people."""
_NUMBERS = {
    "LOG10 LR": "log10_lr",
    "CONTACT": "contact",
    "OPPORTUNITY": "opportunity",
    "MINUTES INSIDE": "minutes_inside",
    "CLOSEST (m)": "closest_m",
    "FIXES INSIDE": "n_fixes",
    "P DECOY": "p_decoy",
    "USUAL": "usual",
    "OTHER WEARERS": "other_wearers",
}


def match_table(
    hits: pd.DataFrame,
    crimes: pd.DataFrame,
    fixes: pd.DataFrame,
    *,
    people: pd.DataFrame | None = None,
    rule: str = "evidence",
    timezone: str = "Europe/London",
) -> pa.Table:
    """Make the table of matches in the columns of the national export.

    Parameters
    ----------
    hits : pandas.DataFrame
        ``crime_id, wearer_id``, one row for each match, and what is known of its strength.
    crimes : pandas.DataFrame
        The crimes table; the newest version of each counts.
    fixes : pandas.DataFrame
        The fixes table, from which the device is taken: that of the fix nearest to the time of the crime.
    people : pandas.DataFrame, optional
        ``wearer_id`` and any of ``device_name, name, nomis_id, pnc_ref, address, date_of_birth, manager``; columns about a person
        are left empty without it.
    rule : str
        By what the match was made, ``"evidence"`` or ``"circle-100m"``.
    timezone : str
        IANA name of the zone of the times.

    Raises
    ------
    InputError
        If a match names a crime that is not in `crimes`, or `people` lists a wearer twice.
    TimeError
        If the zone is not known.
    """
    # Source: the export of the national service, column for column. A match is no proof of offending or of witnessing.
    crime = _crimes_of(hits, crimes)
    known = pd.DataFrame({"wearer_id": pd.Series([], dtype="str")}) if people is None else people
    if known["wearer_id"].duplicated().any():
        raise InputError("The table of people lists a wearer twice.", where="people", do="Give one row for each wearer.")
    person = hits[["wearer_id"]].merge(known, on="wearer_id", how="left")
    empty = pd.Series(np.nan, index=person.index, dtype="str")
    about = {name: text_cells(person[key].astype("str") if key in person else empty) for name, key in PERSON.items()}
    starts, ends = clock_cells(crime["start"], timezone), clock_cells(crime["end"], timezone)
    batch = crime.get("batch_id", empty)
    return pa.table(
        {
            "POLICE FORCE": text_cells(crime["force"]),
            "BATCH ID": text_cells(batch),
            "CRIME REF": text_cells(crime["crime_id"]),
            "CRIME TYPE": text_cells(crime["kind"]),
            "FROM DATE/TIME": starts[0],
            "TO DATE/TIME": ends[0],
            "CRIME LATITUDE": plain_cells(crime["lat"]),
            "CRIME LONGITUDE": plain_cells(crime["lon"]),
            "OTHER INFO": text_cells(crime["text"]),
            "DEVICE ID": text_cells(_devices(hits, crime, fixes)),
            "DEVICE NAME": about["DEVICE NAME"],
            "SUBJECT IDENTIFIER": text_cells(hits["wearer_id"]),
            **{name: about[name] for name in list(PERSON)[1:]},
            "CRIME VERSION": plain_cells(crime["version"]),
            "FROM": starts[1],
            "TO": ends[1],
            "RULE": pa.array([rule] * len(hits), pa.string()),
            **({"STRENGTH": text_cells(_directed(hits))} if "words" in hits else {}),
            **{name: plain_cells(hits[key]) for name, key in _NUMBERS.items() if key in hits},
        }
    )


def match_locations(
    points: pd.DataFrame, fixes: pd.DataFrame, *, style: str = "condensed", timezone: str = "Europe/London"
) -> pa.Table:
    """Make the location table behind matches: the fixes near each crime, lettered run by run.

    Parameters
    ----------
    points : pandas.DataFrame
        ``crime_id, wearer_id, label, fix_id, distance_m``, as ``matches.points()`` gives them.
    fixes : pandas.DataFrame
        The fixes table they come from.
    style : {"condensed", "full"}
        Which of the two location exports to follow.
    timezone : str
        IANA name of the zone of the times.

    Raises
    ------
    InputError
        If the style is not known, or a point names a fix that is not in `fixes`.
    """
    # Source: the location exports of the national service; letters and numbers as on its exhibits, where consecutive numbers
    # are not continuous movement.
    place = pd.MultiIndex.from_frame(fixes[["wearer_id", "fix_id"]])
    wanted = pd.MultiIndex.from_frame(points[["wearer_id", "fix_id"]])
    first = ~place.duplicated()
    at = np.flatnonzero(first)[place[first].get_indexer(wanted)] if len(points) else np.zeros(0, np.int64)
    lost = ~wanted.isin(place)
    if lost.any():
        raise InputError(
            f"{int(lost.sum()):,} points name a fix that is not among the fixes.",
            where="points",
            do="Give the fixes of the tracks that were matched.",
        )
    table = location_table(fixes.iloc[at].reset_index(drop=True), style=style, timezone=timezone)
    labels = pa.array(points["label"].tolist(), pa.string())
    table = table.set_column(table.column_names.index("SEQUENCE NO."), "SEQUENCE NO.", labels)
    return table.append_column("CRIME REF", text_cells(points["crime_id"])).append_column(
        "DISTANCE (m)", plain_cells(points["distance_m"])
    )


def _directed(hits: pd.DataFrame) -> pd.Series:
    """Give the words of each strength with its direction, as they stand alone in a cell."""
    if "log10_lr" not in hits:
        return hits["words"]
    sides = {"this": "having been there", "other": "not having been there"}
    pairs = zip(hits["words"], hits["log10_lr"], strict=True)
    return pd.Series([directed(w, lr, **sides) if isinstance(w, str) else w for w, lr in pairs], dtype="str")


def _crimes_of(hits: pd.DataFrame, crimes: pd.DataFrame) -> pd.DataFrame:
    """Give the newest version of the crime of each match, in the order of the matches."""
    ordered = crimes.sort_values("version", kind="stable").drop_duplicates("crime_id", keep="last")
    newest = ordered.set_index("crime_id", drop=False)
    unknown = hits.loc[~hits["crime_id"].isin(newest.index), "crime_id"].unique()
    if len(unknown):
        raise InputError(
            f"There is no crime {unknown[0]!r} among the crimes.", where="hits", do="Give the crimes that were matched."
        )
    return newest.loc[hits["crime_id"]].reset_index(drop=True)


def _devices(hits: pd.DataFrame, crime: pd.DataFrame, fixes: pd.DataFrame) -> pd.Series:
    """Give the device of the wearer's fix nearest to the middle of the time of the crime; missing where there is no fix."""
    middle = (micros(crime["start"]) + micros(crime["end"])) // 2
    groups = {str(w): part for w, part in fixes.groupby("wearer_id") if w in set(hits["wearer_id"])}
    found: list[object] = []
    for wearer, moment in zip(hits["wearer_id"], middle.tolist(), strict=True):
        mine = groups.get(str(wearer))
        near = None if mine is None else int(np.abs(micros(mine["time"]) - moment).argmin())
        found.append(None if mine is None or near is None else mine["device_id"].iloc[near])
    return pd.Series(found, dtype="str")
