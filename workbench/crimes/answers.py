"""From a search to its three lists: matches with their strength, exclusions with their distance, unknowns with their reason."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.crimes.chance import p_decoy
from workbench.crimes.scan import EXCLUDED, HIT, NOT_RUN, REASONS, UNKNOWN
from workbench.crimes.strength import LIKELY
from workbench.crimes.usual import USUAL_DAYS
from workbench.crimes.words import UNKNOWN as WHY
from workbench.crimes.words import strength_words
from workbench.crimes.work import Work, chance_strength
from workbench.evidence.calibration import UNDECIDED
from workbench.tables import CRIME_EXCLUDED, CRIME_HITS, CRIME_UNKNOWN
from workbench.time.instants import from_micros

__all__ = ["Lists", "lists_of"]


class Lists(NamedTuple):
    """Every compared pair once."""

    hits: pd.DataFrame
    excluded: pd.DataFrame
    unknown: pd.DataFrame


def lists_of(work: Work) -> Lists:
    """Write the three lists of a search."""
    state = work.scan.state
    return Lists(_hits(work), _excluded(work, np.argwhere(state == EXCLUDED)), _unknown(work))


def _names(work: Work, pairs: NDArray[np.int64]) -> dict[str, NDArray[np.object_]]:
    crimes, wearers = np.array(work.windows.crime_id, object), np.array(work.columns.wearers, object)
    return {"crime_id": crimes[pairs[:, 0]], "wearer_id": wearers[pairs[:, 1]]}


def _hits(work: Work) -> pd.DataFrame:
    pairs, scan = work.hits, work.scan
    if not len(pairs):
        return CRIME_HITS.empty()
    at = pairs[:, 0], pairs[:, 1]
    p = p_decoy(scan.decoys[at])
    per_crime = (scan.state == HIT).sum(axis=1)
    circle = work.parameters.method != "evidence"
    rows = [_strength(work, c, w, float(p[k]), circle) for k, (c, w) in enumerate(pairs.tolist())]
    contact, chance, far, near, strength = (np.array(v, float) for v in zip(*rows, strict=True))
    days = np.array([work.usual[c, w] for c, w in pairs.tolist()], np.int64)
    table = pd.DataFrame(
        {
            **_names(work, pairs),
            "log10_lr": strength,
            "words": pd.Series([strength_words(v) for v in strength], dtype="str"),
            "contact": contact,
            "opportunity": [work.shares[c, w].opportunity for c, w in pairs.tolist()],
            "minutes_inside": scan.total_s[at] / 60.0,
            "closest_m": scan.closest_m[at],
            "n_fixes": scan.inside[at],
            "usual": days >= USUAL_DAYS,
            "other_wearers": per_crime[at[0]] - 1,
            "p_decoy": p,
            "log10_lr_chance": chance,
            "log10_lr_far": far,
            "log10_lr_near": near,
            "usual_days": days,
            "arrival": from_micros(np.round(scan.begin_s[at] * 1e6).astype(np.int64)),
            "departure": from_micros(np.round(scan.end_s[at] * 1e6).astype(np.int64)),
            "coverage": scan.covered[at],
        }
    )
    order = ["log10_lr", "p_decoy", "contact", "crime_id", "wearer_id"]
    table = table.sort_values(order, ascending=[False, True, False, True, True], na_position="last", kind="stable")
    return CRIME_HITS.arrange(table.reset_index(drop=True))


def _strength(work: Work, c: int, w: int, p: float, circle: bool) -> tuple[float, ...]:
    """Give contact, strength against chance, elsewhere and nearby, and the weakest; NaN while it is not weighed."""
    found = work.strengths.get((c, w))
    if circle or found is None:
        return (np.nan,) * 5
    chance = chance_strength(found.contact, p)
    most = UNDECIDED if found.contact < LIKELY else np.inf
    return found.contact, chance, found.far, found.near, min(chance, found.far, found.near, most)


def _excluded(work: Work, pairs: NDArray[np.int64]) -> pd.DataFrame:
    at, scan = (pairs[:, 0], pairs[:, 1]), work.scan
    return CRIME_EXCLUDED.arrange(
        pd.DataFrame(
            {
                **_names(work, pairs),
                "nearest_possible_m": scan.nearest_m[at],
                "coverage": scan.covered[at],
                "needed_kmh": scan.need_ms[at] * 3.6,
                "n_fixes": scan.fixes[at],
            }
        )
    )


def _unknown(work: Work) -> pd.DataFrame:
    scan, state, reason = work.scan, work.state, work.scan.reason.copy()
    waiting = state == NOT_RUN
    reason[waiting] = REASONS.index("not_run")
    pairs = np.argwhere(waiting | (state == UNKNOWN))
    at = pairs[:, 0], pairs[:, 1]
    words = np.array([WHY.get(r, "") for r in REASONS], object)
    closest = scan.closest_m[at]
    return CRIME_UNKNOWN.arrange(
        pd.DataFrame(
            {
                **_names(work, pairs),
                "reason": np.array(REASONS, object)[reason[at]],
                "words": words[reason[at]],
                "coverage": scan.covered[at],
                "nearest_possible_m": scan.nearest_m[at],
                "needed_kmh": scan.need_ms[at] * 3.6,
                "closest_m": np.where(np.isfinite(closest), closest, np.nan),
                "minutes_inside": scan.total_s[at] / 60.0,
            }
        )
    )
