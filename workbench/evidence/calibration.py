"""From the strength that the engine works out to the strength that may be reported: calibration and cap.

The figures live in ``calibration.json`` beside this file, written by ``workbench calibrate`` with what they were measured
on. Where it holds none for a kind of claim and a regime of data, the strength is left as it is and capped at 100.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from workbench.errors import InputError, SchemaError
from workbench.evidence.settings import PADDING_S, STRENGTH_CAP

__all__ = [
    "ALTERNATIVES", "FILE", "FIRST_CAP", "LEAST_CLAIMS", "MOST_CAP", "REGIMES", "SLOPES", "Entry", "calibrated", "cap",
    "read_record", "regime_of",
]

FILE = Path(__file__).with_name("calibration.json")
"""The shipped figures."""

REGIMES = ("full", "thin", "gap", "wifi", "cell")
"""What the data around a claim are like: that is where performance differs."""

ALTERNATIVES = ("far", "near", "versus")

FIRST_CAP = STRENGTH_CAP
"""No likelihood ratio above this before enough claims were validated."""

MOST_CAP = 1000.0
"""No likelihood ratio above this however many were."""

LEAST_CLAIMS = 300
"""So many validated claims of each class a regime needs before its own cap counts."""

SLOPES = (0.5, 1.3)
"""A calibration with a slope outside means that the engine is wrong, so it is refused."""

_THIN_PER_HOUR = 8.0
_GAP_S = 15 * 60.0
_SAME_AS = {"never": "visited"}


@dataclass(frozen=True)
class Entry:
    """What was measured for one kind of claim in one regime.

    Attributes
    ----------
    kind, regime : str
        Of the claims and of their data.
    n_true, n_false : int
        Claims validated, by their true label.
    bound : float
        Likelihood ratio beyond which the claims validated do not carry; infinite where none was worked out.
    maps : dict of str to (float, float)
        For each alternative intercept and slope, in decades.
    figures : dict
        What was measured, for the record.
    """

    kind: str
    regime: str
    n_true: int
    n_false: int
    bound: float = math.inf
    maps: dict[str, tuple[float, float]] = field(default_factory=dict)
    figures: dict[str, Any] = field(default_factory=dict)


def calibrated(
    log10_lr: float, *, kind: str, alternative: str, regime: str, record: dict[tuple[str, str], Entry] | None = None
) -> float:
    """Turn the strength worked out into the strength that may be reported: calibrated, then capped on both sides.

    Parameters
    ----------
    log10_lr : float
        As the engine gives it, decades; may be infinite; NaN stays NaN.
    kind : str
        One of ``workbench.evidence.claim.KINDS``; ``never`` is ``visited`` with the sign turned.
    alternative : {"far", "near", "versus"}
        Against which it was worked out.
    regime : str
        One of ``REGIMES``.
    record : dict, optional
        From :func:`read_record`; the shipped figures if None.

    Returns
    -------
    float
        Decades, between minus and plus the log of :func:`cap`.

    Raises
    ------
    InputError
        If the regime or the alternative is not known.

    Notes
    -----
    Source: logistic calibration (Bruemmer and du Preez 2006), ``a + b x`` in log odds. Data that do not exist say
    nothing, so do not ask this function where there is no fix: the strength is 0 there.

    Examples
    --------
    >>> calibrated(0.5, kind="visited", alternative="versus", regime="full")
    0.5
    >>> strong = calibrated(9.0, kind="visited", alternative="far", regime="full")
    >>> strong == -calibrated(-9.0, kind="never", alternative="far", regime="full")
    True
    >>> bool(abs(strong - np.log10(cap("visited", "full"))) < 1e-12)
    True
    """
    _known(alternative, ALTERNATIVES, "alternative")
    limit = math.log10(cap(kind, regime, record=record))
    entry = _entries(record).get((_SAME_AS.get(kind, kind), regime))
    a, b = (0.0, 1.0) if entry is None else entry.maps.get(alternative, (0.0, 1.0))
    sign = -1.0 if kind in _SAME_AS else 1.0
    return float(np.clip(sign * (a + b * sign * log10_lr), -limit, limit))


def cap(kind: str, regime: str, *, record: dict[tuple[str, str], Entry] | None = None) -> float:
    """Give the largest likelihood ratio that may be reported for a kind of claim in a regime of data.

    Parameters
    ----------
    kind : str
        One of ``workbench.evidence.claim.KINDS``.
    regime : str
        One of ``REGIMES``.
    record : dict, optional
        From :func:`read_record`; the shipped figures if None.

    Returns
    -------
    float
        A likelihood ratio. 100 until 300 claims of each class were validated; then a third of the smaller class, at most
        1,000, and never above the bound that those claims set themselves.

    Raises
    ------
    InputError
        If the regime is not known.

    Notes
    -----
    Source: with N claims and no misleading one the 95 % upper bound of the rate is 3/N ("rule of three"); empirical bound
    after Vergeer et al. 2016.

    Examples
    --------
    >>> many = {("visited", "full"): Entry("visited", "full", 900, 1200)}
    >>> cap("visited", "full", record=many), cap("visited", "thin", record=many)
    (300.0, 100.0)
    """
    _known(regime, REGIMES, "regime")
    entry = _entries(record).get((_SAME_AS.get(kind, kind), regime))
    if entry is None or min(entry.n_true, entry.n_false) < LEAST_CLAIMS:
        return FIRST_CAP
    return max(1.0, min(min(entry.n_true, entry.n_false) / 3.0, MOST_CAP, entry.bound))


def regime_of(t_s: NDArray[np.float64], method: NDArray[np.object_], *, start_s: float, end_s: float) -> str:
    """Say what the data around a claim are like, from the usable fixes alone.

    Parameters
    ----------
    t_s : array of float, shape (n,)
        Times of the usable fixes of the wearer, in order, seconds on any clock.
    method : array of str, shape (n,)
        As in the fixes table.
    start_s, end_s : float
        The time claimed, on the same clock.

    Returns
    -------
    str
        ``wifi`` or ``cell`` where no satellite, beacon or unstated position is among the fixes of that time and 45 minutes
        around it; ``thin`` where, the longest silence left aside, they come less than 8 times an hour; ``gap`` where a
        silence longer than 15 minutes touches the time claimed; else ``full``. No fix at all is a gap.

    Notes
    -----
    Source: own rule.

    Examples
    --------
    >>> minutes, sky = np.arange(0.0, 180.0, 4.0), np.array(["gnss"] * 45, object)
    >>> regime_of(60 * minutes, sky, start_s=3600, end_s=7200)
    'full'
    >>> held = (minutes < 70) | (minutes > 100)
    >>> regime_of(60 * minutes[held], sky[held], start_s=3600, end_s=7200)
    'gap'
    >>> regime_of(60 * minutes[::5], sky[::5], start_s=3600, end_s=7200)
    'thin'
    """
    low, high = start_s - PADDING_S, end_s + PADDING_S
    near = (t_s >= low) & (t_s <= high)
    if not near.any():
        return "gap"
    kinds = set(method[near].tolist())
    if kinds <= {"wifi", "cell"}:
        return "wifi" if "wifi" in kinds else "cell"
    times = np.concatenate([[low], t_s[near], [high]])
    waits = np.diff(times)
    longest = float(waits.max())
    seen_s = high - low - longest
    if seen_s > 0 and near.sum() / (seen_s / 3600.0) < _THIN_PER_HOUR:
        return "thin"
    touching = (times[1:] > start_s) & (times[:-1] < end_s)
    return "gap" if float(waits[touching].max(initial=0.0)) > _GAP_S else "full"


@lru_cache(maxsize=8)
def read_record(path: Path = FILE) -> dict[tuple[str, str], Entry]:
    """Read figures of calibration.

    Parameters
    ----------
    path : pathlib.Path
        As ``workbench calibrate`` writes it; the shipped file by default.

    Returns
    -------
    dict
        By kind and regime.

    Raises
    ------
    SchemaError
        If the file is no such record, or a slope lies outside ``SLOPES``.

    Notes
    -----
    Source: own format.

    Examples
    --------
    >>> all(entry.n_true >= 0 for entry in read_record().values())
    True
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        entries = [
            Entry(
                str(e["kind"]), str(e["regime"]), int(e["n_true"]), int(e["n_false"]),
                math.inf if e["bound"] is None else float(e["bound"]),
                {str(k): (float(a), float(b)) for k, (a, b) in e["maps"].items()}, dict(e["figures"]),
            )
            for e in raw["entries"]
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        said = f"This is no record of calibration: {error}"
        raise SchemaError(said, where=str(path), do="Make it with workbench calibrate.") from error
    for entry in entries:
        for alternative, (a, b) in entry.maps.items():
            if not (SLOPES[0] <= b <= SLOPES[1] and math.isfinite(a)):
                raise SchemaError(
                    f"The calibration of {entry.kind} claims in {entry.regime} data against {alternative} has intercept {a:g} "
                    f"and slope {b:g}; a slope outside {SLOPES[0]:g} to {SLOPES[1]:g} means that the engine is wrong.",
                    where=str(path), do="Find out why before anything is reported.",
                )
    return {(e.kind, e.regime): e for e in entries}


def _entries(record: dict[tuple[str, str], Entry] | None) -> dict[tuple[str, str], Entry]:
    return read_record() if record is None else record


def _known(value: str, among: tuple[str, ...], where: str) -> None:
    if value not in among:
        raise InputError(f"{value!r} is not a {where}.", where=where, do=f"Use one of {', '.join(among)}.")
