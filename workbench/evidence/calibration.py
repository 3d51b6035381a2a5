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
from numpy.typing import ArrayLike, NDArray

from workbench.errors import InputError, SchemaError
from workbench.evidence.regime import REGIMES, regime_of
from workbench.evidence.settings import STRENGTH_CAP

__all__ = [
    "ALTERNATIVES", "FILE", "FIRST_CAP", "LEAST_CLAIMS", "MOST_CAP", "REGIMES", "SLOPES", "UNDECIDED", "Entry", "calibrated",
    "cap", "mapped", "read_record", "regime_of",
]

FILE = Path(__file__).with_name("calibration.json")
"""The shipped figures."""

ALTERNATIVES = ("far", "near", "versus")

FIRST_CAP = STRENGTH_CAP
"""No likelihood ratio above this before enough claims were validated."""

MOST_CAP = 1000.0
"""No likelihood ratio above this however many were."""

LEAST_CLAIMS = 300
"""So many validated claims of each class a regime needs before its own cap counts."""

SLOPES = (0.5, 1.3)
"""A calibration with a slope outside means that the engine is wrong, so it is refused."""

UNDECIDED = 0.99
"""A strength whose calibration was refused counts for no more than this, decades: it never decides."""

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
    refused : tuple of str
        Alternatives against which the slope showed that the engine is wrong there.
    figures : dict
        What was measured, for the record.
    """

    kind: str
    regime: str
    n_true: int
    n_false: int
    bound: float = math.inf
    maps: dict[str, tuple[float, float]] = field(default_factory=dict)
    refused: tuple[str, ...] = ()
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
    Source: logistic calibration (Bruemmer and du Preez 2006), used as :func:`mapped` says: what says nothing still says
    nothing. Where the map was refused, a strength never reaches 10.

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
    line = (0.0, 1.0) if entry is None else entry.maps.get(alternative, (0.0, 1.0))
    limit = min(limit, UNDECIDED) if entry is not None and alternative in entry.refused else limit
    sign = -1.0 if kind in _SAME_AS else 1.0
    return sign * float(np.clip(mapped(sign * log10_lr, line), -limit, limit)) + 0.0


def mapped(log10_lr: ArrayLike, line: tuple[float, float]) -> NDArray[np.float64]:
    """Bend strengths by a calibration line, its intercept used only towards caution.

    Parameters
    ----------
    log10_lr : array_like of float, shape (n,)
        Decades.
    line : (float, float)
        Intercept and slope.

    Returns
    -------
    numpy.ndarray, shape (n,)
        ``a + b x`` where that lies between 0 and ``b x``, else the nearer of the two: the intercept may weaken a strength down
        to nothing, but never turn it round, and never make something of nothing.

    Notes
    -----
    Source: own rule. The intercept says by how much a support is overstated; it is no evidence against anybody.

    Examples
    --------
    >>> mapped([3.0, 0.5, 0.0, -2.0], (-1.0, 1.0)).tolist()
    [2.0, 0.0, 0.0, -2.0]
    """
    steep = line[1] * np.asarray(log10_lr, float)
    return np.clip(line[0] + steep, np.minimum(steep, 0.0), np.maximum(steep, 0.0))


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
                {str(k): (float(a), float(b)) for k, (a, b) in e["maps"].items()}, tuple(str(k) for k in e["refused"]),
                dict(e["figures"]),
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
