"""From the strength that the engine works out to the strength that may be reported: calibration and cap.

The figures live in ``calibration.json`` beside this file, written by ``workbench calibrate`` with what they were measured
on. Where it holds none for a kind of claim and a regime of data, the strength is left as it is and capped at 100.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from workbench.base.errors import InputError
from workbench.evidence.record import FILE, SLOPES, Entry, Line, read_record
from workbench.evidence.regime import REGIMES, regime_of
from workbench.evidence.settings import STRENGTH_CAP

__all__ = [
    "FILE",
    "FIRST_CAP",
    "LEAST_CLAIMS",
    "MODEL_ALONE",
    "MOST_CAP",
    "REGIMES",
    "SLOPES",
    "UNDECIDED",
    "Entry",
    "calibrated",
    "cap",
    "mapped",
    "read_record",
    "record_table",
    "regime_of",
]

FIRST_CAP = STRENGTH_CAP
"""No likelihood ratio above this before enough claims were validated."""

MOST_CAP = 1000.0
"""No likelihood ratio above this however many were."""

LEAST_CLAIMS = 300
"""So many validated claims of each class a regime needs before its own cap counts."""

UNDECIDED = 0.9
"""Where the engine says too much for a map to be trusted a strength counts for no more than this, decades: it never decides."""

MODEL_ALONE = ("silent",)
"""Regimes in which strengths rest on the movement model between the fixes on either side: they never decide against presence."""

_SAME_AS = {"never": "visited"}


def calibrated(
    log10_lr: float,
    *,
    kind: str,
    regime: str,
    against: bool = False,
    hedge: bool = True,
    record: dict[tuple[str, str], Entry] | None = None,
) -> float:
    """Turn the strength worked out into the strength that may be reported: calibrated, then capped on both sides.

    Parameters
    ----------
    log10_lr : float
        As the engine gives it, decades; may be infinite; NaN stays NaN.
    kind : str
        One of ``workbench.evidence.claim.KINDS``; ``never`` is ``visited`` with the sign turned.
    regime : str
        One of ``REGIMES``.
    against : bool
        Whether it is the strength against elsewhere and may contradict presence: there it has a map of its own.
    hedge : bool
        Whether strengths that must not decide stay below 10, as in every report; False only to measure the engine by itself.
    record : dict, optional
        From :func:`read_record`; the shipped figures if None.

    Raises
    ------
    InputError
        If the regime is not known.
    """
    # Source: logistic calibration (Bruemmer and du Preez 2006) of the weakest strength over the alternatives, used as
    # :func:`mapped` says: what says nothing still says nothing. The same map serves each alternative, so that the weakest
    # before is the weakest after; only to contradict has the strength against elsewhere a map of its own, as nothing else may.
    # Where the map was refused as the engine says too much, the map still weakens, and a strength never reaches 10; nor does it
    # against presence in silent data, or there for kinds of claim that were not validated. In such data each side has a slope
    # of its own, as the engine knows better who stayed than who slipped out.
    limit = math.log10(cap(kind, regime, record=record))
    entry = _entries(record).get((_SAME_AS.get(kind, kind), regime))
    sign = -1.0 if kind in _SAME_AS else 1.0
    speaks = sign * log10_lr
    line = (0.0, 1.0) if entry is None else _line(entry, speaks, against=against)
    most = min(limit, UNDECIDED) if hedge and _is_undecided(entry, regime, speaks) else limit
    return sign * float(np.clip(mapped(speaks, line), -most, most)) + 0.0


def mapped(log10_lr: ArrayLike, line: Line) -> NDArray[np.float64]:
    """Bend strengths by a calibration line, its intercept used only towards caution.

    Parameters
    ----------
    log10_lr : array_like of float, shape (n,)
        Decades.
    line : (float, float)
        Intercept and slope.
    """
    # The intercept says by how much a support is overstated; it is no evidence against anybody.
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

    Raises
    ------
    InputError
        If the regime is not known.
    """
    # Source: with N claims and no misleading one the 95 % upper bound of the rate is 3/N ("rule of three"); empirical bound
    # after Vergeer et al. 2016.
    if regime not in REGIMES:
        raise InputError(f"{regime!r} is not a regime.", where="regime", do=f"Use one of {', '.join(REGIMES)}.")
    entry = _entries(record).get((_SAME_AS.get(kind, kind), regime))
    if entry is None or min(entry.n_true, entry.n_false) < LEAST_CLAIMS:
        return FIRST_CAP
    return max(1.0, min(min(entry.n_true, entry.n_false) / 3.0, MOST_CAP, entry.bound))


def record_table() -> pd.DataFrame:
    """Show the figures in force."""
    # Source: the shipped record.
    rows = [
        (
            e.kind,
            e.regime,
            e.n_true,
            e.n_false,
            cap(e.kind, e.regime),
            e.figures.get("cllr", math.nan),
            _told(e),
            _written(own) if (own := e.far or e.under) else "as for",
        )
        for e in read_record().values()
    ]
    return pd.DataFrame(rows, columns=["kind", "regime", "n_true", "n_false", "cap_lr", "cllr", "map", "map_against"])


def _told(entry: Entry) -> str:
    if entry.refused is not None:
        return "refused"
    return "as it is" if entry.line is None else _written(entry.line)


def _written(line: Line) -> str:
    return f"{line[0]:+.2f} + {line[1]:.2f} x"


def _line(entry: Entry, speaks: float, *, against: bool) -> Line:
    """Give the map to use: a refused one only where it weakens."""
    own = (entry.under or (entry.far if against else None)) if speaks < 0 else None
    if own is not None:
        return own
    return entry.line or (entry.refused if entry.refused is not None and _says_too_much(entry) else None) or (0.0, 1.0)


def _says_too_much(entry: Entry) -> bool:
    return entry.refused is not None and entry.refused[1] < SLOPES[0]


def _is_undecided(entry: Entry | None, regime: str, speaks: float) -> bool:
    """Say whether a strength may never decide: the engine says too much there, or its model alone speaks against presence."""
    if regime in MODEL_ALONE and (speaks < 0 or entry is None or entry.line is None):
        return True
    return entry is not None and _says_too_much(entry)


def _entries(record: dict[tuple[str, str], Entry] | None) -> dict[tuple[str, str], Entry]:
    return read_record() if record is None else record
