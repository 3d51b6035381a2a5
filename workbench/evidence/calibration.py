"""From the strength worked out to the strength that may be reported: the shipped record, the kind of data, map and cap."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from workbench.base import InputError, SchemaError
from workbench.evidence.parameters import (
    GAP_S,
    LEAST_CLAIMS,
    MOST_CAP,
    PADDING_S,
    RUN_GAP_S,
    SLOPES,
    STRENGTH_CAP,
    THIN_PER_HOUR,
    UNDECIDED,
)

__all__ = [
    "FILE",
    "FIRST_CAP",
    "MODEL_ALONE",
    "REGIMES",
    "Entry",
    "Line",
    "calibrated",
    "cap",
    "mapped",
    "read_record",
    "record_table",
    "regime_of",
]

FILE = Path(__file__).with_name("calibration.json")
"""The shipped figures."""


Line = tuple[float, float]


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
    line : (float, float) or None
        Intercept and slope of the map, in decades; None where there are too few claims or the map was refused.
    far : (float, float) or None
        The same for what speaks against presence, fitted on the strength against elsewhere; None as above.
    refused : (float, float) or None
        A map whose slope shows that the engine is wrong there: below the limits it says too much, and no strength decides;
        above them too little, and the map is not used.
    figures : dict
        What was measured, for the record.
    under : (float, float) or None
        The map for strengths that speak against presence where no fix falls into the time claimed, whatever its slope, as no
        strength decides there; None in other data.
    """

    kind: str
    regime: str
    n_true: int
    n_false: int
    bound: float = math.inf
    line: Line | None = None
    far: Line | None = None
    refused: Line | None = None
    figures: dict[str, Any] = field(default_factory=dict)
    under: Line | None = None


@lru_cache(maxsize=8)
def read_record(path: Path = FILE) -> dict[tuple[str, str], Entry]:
    """Read figures of calibration.

    Parameters
    ----------
    path : pathlib.Path
        As ``workbench calibrate`` writes it; the shipped file by default.

    Raises
    ------
    SchemaError
        If the file is no such record, or a slope lies outside ``SLOPES``.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        entries = [
            Entry(
                str(e["kind"]),
                str(e["regime"]),
                int(e["n_true"]),
                int(e["n_false"]),
                math.inf if e["bound"] is None else float(e["bound"]),
                _line(e["line"]),
                _line(e["far"]),
                _line(e["refused"]),
                dict(e["figures"]),
                _line(e.get("under")),
            )
            for e in raw["entries"]
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        said = f"This is no record of calibration: {error}"
        raise SchemaError(said, where=str(path), do="Make it with workbench calibrate.") from error
    for entry in entries:
        for a, b in filter(None, (entry.line, entry.far)):
            if SLOPES[0] <= b <= SLOPES[1] and math.isfinite(a):
                continue
            raise SchemaError(
                f"The calibration of {entry.kind} claims in {entry.regime} data has intercept {a:g} and slope {b:g}; a slope "
                f"outside {SLOPES[0]:g} to {SLOPES[1]:g} means that the engine is wrong.",
                where=str(path),
                do="Find out why before anything is reported.",
            )
    return {(e.kind, e.regime): e for e in entries}


def _line(raw: Any) -> Line | None:
    if raw is None:
        return None
    a, b = raw
    return float(a), float(b)


REGIMES = ("full", "thin", "gap", "silent", "wifi", "cell")


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
    """
    low, high = start_s - PADDING_S, end_s + PADDING_S
    near = (t_s >= low) & (t_s <= high)
    times = np.concatenate([[low], t_s[near], [high]])
    waits = np.diff(times)
    spare = RUN_GAP_S if end_s == start_s else 0.0
    seen = ((t_s >= start_s - spare) & (t_s <= end_s + spare)).any()
    around = int(np.searchsorted(times, start_s, "right")) - 1
    if not near.any() or (not seen and waits[around] > GAP_S):
        return "silent"
    kinds = set(method[near].tolist())
    if kinds <= {"wifi", "cell"}:
        return "wifi" if "wifi" in kinds else "cell"
    longest = float(waits.max())
    seen_s = high - low - longest
    if seen_s > 0 and near.sum() / (seen_s / 3600.0) < THIN_PER_HOUR:
        return "thin"
    touching = (times[1:] > start_s) & (times[:-1] < end_s)
    return "gap" if float(waits[touching].max(initial=0.0)) > GAP_S else "full"


FIRST_CAP = STRENGTH_CAP
"""No likelihood ratio above this before enough claims were validated."""


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
    line = (0.0, 1.0) if entry is None else _map_line(entry, speaks, against=against)
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


def _map_line(entry: Entry, speaks: float, *, against: bool) -> Line:
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
