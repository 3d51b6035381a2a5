"""What a format reader hands on: rows as found, nothing judged yet."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

__all__ = ["Raw"]


@dataclass(frozen=True)
class Raw:
    """Rows as one format reader found them: our column names, nothing judged yet.

    Parameters
    ----------
    rows : pandas.DataFrame
        Any of the fixes columns that the source has, plus always ``row`` (int64, 1-based data row in the file).
        ``lon, lat, accuracy_m, speed_kmh, heading_deg, satellites`` are float64 in those units; ``time, recorded,
        uploaded`` are either ``datetime64[us, UTC]`` (the source states an offset or an epoch) or naive
        ``datetime64[us]`` (wall clock, zone not stated), missing when unreadable; ``method`` is already one of
        ``workbench.tables.METHODS``; ``fix_id, wearer_id, device_id`` are str or missing. An int64 column ``quality``
        may carry flags that the reader knows.
    aside : list of (int, str)
        Row and reason of each row that never became a row above: a broken JSON line, a waypoint without a time.
    profile : str
        Short name for the load report: ``"mdss"``, ``"gpx"``.
    accuracy_level : float, optional
        What the format states about its radius; None means not known.
    clock : {"fix", "recorded", "uploaded", "not stated"}
        Which clock the ``time`` column is.
    notes : list of str
        Plain sentences for the load report.
    timezone : str, optional
        The IANA zone that the format itself defines for its naive times; None means it does not say.
    one_wearer : bool
        Whether a file of this format is one person's, whatever devices it names.
    axes_sure : bool
        Whether the format leaves no doubt which coordinate is which; then only impossible latitudes are refused.
    uk : bool
        Whether positions must lie in the United Kingdom unless shown otherwise.
    """

    rows: pd.DataFrame
    aside: list[tuple[int, str]]
    profile: str
    accuracy_level: float | None = None
    clock: str = "fix"
    notes: list[str] = field(default_factory=list)
    timezone: str | None = None
    uk: bool = False
    one_wearer: bool = False
    axes_sure: bool = False
