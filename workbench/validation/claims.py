"""Claims about simulated wearers, labelled by the exact truth: ``wb.sample_claims``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.base import InputError, recorded, usable
from workbench.evidence import Claim
from workbench.simulation import Simulation
from workbench.tables import LoadReport, Tracks
from workbench.time import micros
from workbench.validation.life import STEP_S, Facts, Life, facts, life_of
from workbench.validation.regimes import ALONE, HIDDEN, MADE, hidden_hole, hole, is_hidden, thinned
from workbench.validation.strata import STRATA, TIMES, Draft, draft

__all__ = ["DWELL_S", "SHARES", "label_of", "sample_claims"]

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]

DWELL_S = 120.0
"""A visit is at least this long, seconds; shorter ones are passing by, and no label."""

SHARES = {"true place": 0.38, "other place": 0.14, "near miss": 0.2, "on route": 0.08, "random": 0.12, HIDDEN: 0.08}
"""How often each stratum is drawn."""

_KINDS = ("visited", "throughout")
_ALL_KINDS = (*_KINDS, "at")
_LEFT_OUT = {"visited": "passing by", "throughout": "at the edge of the absence allowed", "at": "at the edge of the moment"}
_EDGE_S = 60.0
_HIDDEN_FROM = ("random", "other place", "near miss", "on route", "true place")
_PATIENCE = 2000


@recorded("validate")
def sample_claims(
    sim: Simulation,
    n: int = 300,
    seed: int = 2,
    *,
    made: Sequence[str] = MADE,
    kinds: Sequence[str] = _KINDS,
    times: str = "moments",
) -> pd.DataFrame:
    """Draw claims about simulated wearers, with the truth and with data as good and as bad as they come.

    Parameters
    ----------
    sim : Simulation
        From ``wb.simulate``; two days at least, better four weeks, so that there is a routine to compare with.
    n : int
        How many claims.
    seed : int
        Fixes all chance.
    made : sequence of str
        What is done to the data: ``full, thin, gap``, or ``wifi`` or ``cell``, where only fixes of that kind are left.
    kinds : sequence of str
        ``visited``, ``throughout``, ``at``.
    times : str
        How the times claimed are drawn: ``moments``, each moment of the life alike; or ``stays``, each stay alike, however
        short: most claims then begin or end with a coming or going, and many are about stays of minutes.

    Returns
    -------
    pandas.DataFrame
        One row per claim: ``claim_id, wearer_id, kind, stratum, made`` (what was done to the data),
        ``minutes, radius_m, label`` (whether it is true), ``hidden`` (wholly within a silence that leaves four times the
        way there and back), ``inside_minutes, longest_minutes, closest_m, farthest_m, arrival, departure`` (the truth),
        and the objects ``claim`` and ``tracks`` for ``wb.check(row.claim, row.tracks)``. ``attrs["left_out"]`` counts what was
        drawn and left out as its truth lies on the edge: visits shorter than two minutes, and absences within a minute of
        the one allowed.

    Raises
    ------
    InputError
        If `n` is not positive, what is asked for is not known, or the lives are too short or too still to draw from.

    Notes
    -----
    See docs/methods.md#sampled-claims. Labels come from the truth alone. Presence throughout allows the absence that the claim
    allows, the larger of 5 minutes and 5 %.

    Examples
    --------
    >>> from workbench.simulation.run import simulate
    >>> claims = sample_claims(simulate(seed=1, wearers=1, days=3), n=8)
    >>> len(claims), sorted(set(claims["made"]) - {"full", "thin", "gap"})
    (8, [])
    """
    if n < 1:
        raise InputError(f"{n} claims cannot be sampled.", where="n", do="Give a number from 1.")
    _known(made, (*MADE, *ALONE), "made")
    _known(kinds, _ALL_KINDS, "kinds")
    _known([times], TIMES, "times")
    rng = np.random.default_rng(seed)
    wearers = sim.tracks.wearers
    sources = [_source(sim, w, np.random.default_rng([seed, i])) for i, w in enumerate(wearers)]
    if not sources:
        raise InputError("The simulation has no wearer.", where="sim", do="Simulate one at least.")
    names = [*STRATA, HIDDEN] if "gap" in made and "visited" in kinds else [*STRATA]
    share = np.array([SHARES[name] for name in names])
    wanted = rng.choice(names, p=share if HIDDEN in names else share / share.sum(), size=n)
    rows: list[dict[str, Any]] = []
    left_out = {_LEFT_OUT[kind]: 0 for kind in kinds}
    for i, stratum in enumerate(wanted):
        kind = "visited" if stratum == HIDDEN else kinds[int(rng.integers(len(kinds)))]
        how = made[int(rng.integers(len(made)))]
        row, on_edge = _draw(sources[i % len(sources)], str(stratum), kind, how, times, rng)
        left_out[_LEFT_OUT[kind]] += on_edge
        rows.append({"claim_id": f"C{i + 1}", **row})
    table = pd.DataFrame(rows)
    table.attrs["left_out"] = left_out
    return table


def label_of(kind: str, found: Facts, length_s: float) -> bool | None:
    """Say from the truth whether a claim is true."""
    # The least stay and the slack as a claim has them, see docs/methods.md#constraints.
    if kind == "throughout":
        allowed = max(300.0, 0.05 * length_s)
        return None if abs(found.absent_s - allowed) < _EDGE_S else found.absent_s <= allowed
    if kind == "at":
        return found.inside_s > 0
    if found.longest_s >= DWELL_S:
        return True
    return None if found.inside_s > 0 else False


@dataclass(frozen=True, eq=False)
class _Source:
    """One wearer's truth and fixes, with the thin record that all thin claims about this wearer share."""

    life: Life
    full: Tracks
    thin: Tracks
    thin_kept: Bools
    usable: Bools
    t_s: Floats
    x_m: Floats
    y_m: Floats

    def kept(self, plan: Draft, made: str, rng: np.random.Generator) -> Bools:
        """Choose the fixes that remain."""
        if made == "full":
            return np.ones(len(self.t_s), bool)
        if made == "thin":
            return self.thin_kept
        if made in ALONE:
            return (self.full.fixes["method"] == made).to_numpy(bool)
        return (hidden_hole if made == HIDDEN else hole)(self.t_s, plan.start_s, plan.end_s, rng)

    def hides(self, plan: Draft, kept: Bools) -> bool:
        """Say whether the time lies wholly within a silence that leaves plenty of time for the place."""
        seen = kept & self.usable
        away = np.maximum(np.hypot(self.x_m[seen] - plan.x_m, self.y_m[seen] - plan.y_m) - plan.radius_m, 0.0)
        return is_hidden(self.t_s[seen], away, plan.start_s, plan.end_s)

    def tracks(self, made: str, kept: Bools) -> Tracks:
        """Give the tracks that remain; where nothing was cut for one claim alone they are shared."""
        return {"full": self.full, "thin": self.thin}.get(made) or _kept(self.full, kept)


def _source(sim: Simulation, wearer: str, rng: np.random.Generator) -> _Source:
    mine = sim.tracks.of(wearer)
    fixes, life = mine.fixes, life_of(sim.truth, wearer)
    thin = thinned(len(fixes), rng)
    x, y = life.frame.to_metres(fixes["lon"].to_numpy(float), fixes["lat"].to_numpy(float))
    return _Source(life, mine, _kept(mine, thin), thin, usable(fixes["quality"]), micros(fixes["time"]) / 1e6, x, y)


def _draw(
    source: _Source, stratum: str, kind: str, made: str, times: str, rng: np.random.Generator
) -> tuple[dict[str, Any], int]:
    """Draw until a claim of the stratum fits; say too how many were left out as their truth lies on the edge."""
    on_edge = 0
    for _ in range(_PATIENCE):
        drawn = str(rng.choice(_HIDDEN_FROM)) if stratum == HIDDEN else stratum
        plan = draft(source.life, drawn, kind, rng, times=times)
        if plan is None:
            continue
        if kind == "at":
            plan = _moment(plan)
        found = facts(source.life, plan.x_m, plan.y_m, plan.radius_m, plan.start_s, plan.end_s)
        label = label_of(kind, found, plan.end_s - plan.start_s)
        if label is None:
            on_edge += 1
            continue
        kept = source.kept(plan, HIDDEN if stratum == HIDDEN else made, rng)
        hidden = source.hides(plan, kept)
        if hidden or stratum != HIDDEN:
            regime = "gap" if stratum == HIDDEN else made
            return {
                "wearer_id": source.life.wearer,
                "kind": kind,
                "stratum": stratum,
                "made": regime,
                "minutes": 0.0 if kind == "at" else (plan.end_s - plan.start_s) / 60,
                "radius_m": plan.radius_m,
                "label": label,
                "hidden": hidden,
                **_columns(found),
                "claim": _claim(source.life, plan, kind),
                "tracks": source.tracks(regime, kept),
            }, on_edge
    raise InputError(
        f"No claim of the stratum '{stratum}' fits the life of {source.life.wearer}.", where="sim", do="Simulate more days."
    )


def _known(given: Sequence[str], among: Sequence[str], where: str) -> None:
    odd = [name for name in given if name not in among]
    if odd or not given:
        raise InputError(f"{where} cannot be {odd or 'empty'}.", where=where, do=f"Use some of {', '.join(among)}.")


def _moment(plan: Draft) -> Draft:
    """Keep the step of the truth in the middle of the time drawn."""
    middle = (plan.start_s + plan.end_s) / 2 // STEP_S * STEP_S
    return plan._replace(start_s=middle, end_s=middle + STEP_S)


def _claim(life: Life, plan: Draft, kind: str) -> Claim:
    lon, lat = life.frame.to_degrees([plan.x_m], [plan.y_m])
    return Claim(
        place=(float(lon[0]), float(lat[0])),
        radius_m=plan.radius_m,
        wearer=life.wearer,
        kind=kind,
        start=_instant(plan.start_s),
        end=None if kind == "at" else _instant(plan.end_s),
        min_minutes=DWELL_S / 60,
        tolerance_minutes=0.0,
        far_ok=True,
    )


def _kept(tracks: Tracks, keep: NDArray[np.bool_]) -> Tracks:
    fixes = tracks.fixes[keep].reset_index(drop=True)
    return Tracks(fixes, LoadReport(len(fixes), len(fixes), warnings=["Fixes were left out on purpose, to see what is lost."]))


def _columns(found: Facts) -> dict[str, Any]:
    return {
        "inside_minutes": found.inside_s / 60,
        "longest_minutes": found.longest_s / 60,
        "closest_m": found.closest_m,
        "farthest_m": found.farthest_m,
        "arrival": _instant(found.arrival_s),
        "departure": _instant(found.departure_s),
    }


def _instant(seconds: float) -> Any:
    return pd.NaT if np.isnan(seconds) else pd.Timestamp(round(seconds * 1e6), unit="us", tz="UTC")
