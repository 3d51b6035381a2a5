"""Which crimes are matched, and when: the newest version of each, its time, and the same time on other days."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.base import InputError
from workbench.geo import earth_m
from workbench.tables import CRIMES
from workbench.time import from_micros, micros, to_local

__all__ = ["Windows", "newest", "windows_of"]

_DAY_US = 86_400_000_000
_AREA = "These crimes are known by area only, so no tag can be matched with them: {because}."
_BECAUSE = "their points stand for at least eight addresses each, and their times are months"


class Windows(NamedTuple):
    """Where and when each crime is looked for.

    Attributes
    ----------
    crime_id : tuple of str
        As the force gave it.
    x_m, y_m, z_m : array of float, shape (crimes,)
        Metres from the centre of the Earth.
    error_m : array of float, shape (crimes,)
        How well the place is known, metres per axis.
    low_s, high_s : array of float, shape (crimes,)
        First and last second looked at, since 1970.
    shift_s : array of float, shape (crimes, shifts)
        What brings the time to the same time of day on other days.
    """

    crime_id: tuple[str, ...]
    x_m: NDArray[np.float64]
    y_m: NDArray[np.float64]
    z_m: NDArray[np.float64]
    error_m: NDArray[np.float64]
    low_s: NDArray[np.float64]
    high_s: NDArray[np.float64]
    shift_s: NDArray[np.float64]


def newest(crimes: pd.DataFrame) -> pd.DataFrame:
    """Keep the newest version of each crime."""
    # Source: a crime is known by force and reference; a resubmission is a further version.
    if crimes.attrs.get("level") == "area" or ("level" in crimes and crimes["level"].eq("area").any()):
        because = str(crimes.attrs.get("area_because") or _BECAUSE).rstrip(".")
        do = "Ask the force for its own records, with address and time."
        raise InputError(_AREA.format(because=because), where="crimes", do=do)
    table = CRIMES.validate(crimes).sort_values(["start", "crime_id", "version"], kind="stable")
    shared = table.groupby("crime_id")["force"].nunique()
    if (shared > 1).any():
        name = str(shared.index[shared > 1][0])
        do = "Match the crimes of one force at a time."
        raise InputError(f"Two forces use the reference {name!r}.", where="crime_id", do=do)
    latest = table.groupby("crime_id")["version"].transform("max")
    table = table[table["version"] == latest].drop_duplicates("crime_id", keep="last").reset_index(drop=True)
    wrong = table["end"] < table["start"]
    if wrong.any():
        name = str(table.loc[wrong, "crime_id"].iloc[0])
        raise InputError(f"Crime {name} ends before it starts.", where="end", do="Correct its two times.")
    return table


def windows_of(crimes: pd.DataFrame, *, min_minutes: float, decoy_days: int, timezone: str) -> Windows:
    """Say where and when each crime is looked for, and when on other days."""
    # Source: whole-day shifts, as for two animals' tracks (Spiegel et al. 2016).
    low, high = micros(crimes["start"]), micros(crimes["end"])
    spare = np.maximum(round(2 * min_minutes * 60e6) - (high - low), 0) // 2
    days = np.array([k for k in range(-decoy_days, decoy_days + 1) if k], np.int64)
    moved = low[:, None] + days * _DAY_US
    shift = moved - _offset_us(moved.ravel(), timezone).reshape(moved.shape) + _offset_us(low, timezone)[:, None] - low[:, None]
    x, y, z = earth_m(crimes["lon"], crimes["lat"])
    return Windows(
        tuple(crimes["crime_id"]),
        x,
        y,
        z,
        crimes["location_error_m"].to_numpy(float),
        (low - spare) / 1e6,
        (high + spare) / 1e6,
        shift / 1e6,
    )


def _offset_us(time_us: NDArray[np.int64], timezone: str) -> NDArray[np.int64]:
    """Give how far the clock on the wall is ahead of UTC."""
    local = to_local(from_micros(time_us), timezone)
    wall = local.dt.tz_localize(None).to_numpy().astype("datetime64[us]").astype(np.int64)
    return np.asarray(wall - time_us)
