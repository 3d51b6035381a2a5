"""Check one claim against tracks."""

from __future__ import annotations

import math
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from workbench.base import HeldLoosely, InputError, recorded
from workbench.evidence import parameters as fixed
from workbench.evidence.claim import Claim, ResolvedClaim, resolve_claim
from workbench.evidence.coverage import seen_share
from workbench.evidence.decision import Decision
from workbench.evidence.explain.base_rate import base_rate
from workbench.evidence.explain.because import because, doubt_words
from workbench.evidence.explain.resolution import least_margin
from workbench.evidence.explain.statements import propositions
from workbench.evidence.explain.what_would_change import flip_speed, remedies
from workbench.evidence.explain.words import REASONS, SENTENCES, phrase
from workbench.evidence.hmm.posterior import Picture
from workbench.evidence.logic.presence import weights
from workbench.evidence.parameters import PATHS, SEED
from workbench.evidence.pipeline import examine
from workbench.evidence.readings import FixesAround
from workbench.evidence.verdict import Verdict
from workbench.observations import Wearers
from workbench.position_error import DEFAULT_R68_M, FLOOR_M, RAYLEIGH_999, SHIPPED, ErrorModel
from workbench.tables import Tracks

if TYPE_CHECKING:
    from workbench.position_error import FixCalibration

__all__ = ["check", "check_one", "in_force", "versions"]

_AGAINST = ("far", "near")
_MOST_SENTENCES = 3


@recorded("check")
def check(
    claim: Claim,
    tracks: Tracks,
    *,
    against: Sequence[str] = _AGAINST,
    versus: Claim | None = None,
    sensitivity: bool = True,
    calibration: FixCalibration | None = None,
    places: pd.DataFrame | None = None,
) -> Verdict:
    """Say what the fixes of a tag can say about a claim: supported, contradicted, or cannot tell and why.

    Parameters
    ----------
    claim : Claim
        What is said.
    tracks : Tracks
        The fixes.
    against : sequence of {"far", "near"}
        The alternatives the fixes are weighed against: elsewhere in the wearer's own routine, and within 250 m but not
        there (of presence throughout, also there for part of the time). The weakest counts.
    versus : Claim, optional
        The other side's account; it becomes the second proposition and a further alternative, and is judged by itself too.
    sensitivity : bool
        Whether the answer must stand over the whole set of settings; otherwise it is the answer as assumed.
    calibration : FixCalibration, optional
        From :func:`workbench.calibrate_fixes`: what was measured of this tag's errors replaces the shipped figures.
    places : pandas.DataFrame, optional
        Known places (``name, lon, lat``), by whose names or postcodes the claim may give its place.

    Returns
    -------
    Verdict
        Answer, reason, sentences, and everything needed to question them.

    Raises
    ------
    TimeError
        If a time of the claim is naive without a zone, skipped, or happens twice.
    InputError
        If the claim's wearer, place, kind or a length of time cannot be used, or nothing is left to weigh it against, or the
        calibration is none.

    Notes
    -----
    Own rule. Supported where the fixes are ten times more probable under the claim than under every alternative, over
    all settings; contradicted where no possible journey fits it, or where they are ten times less probable than elsewhere;
    silence never contradicts. Claims of more than a day are judged by logic alone, without a strength.

    Examples
    --------
    >>> from workbench.testing import make_fixes, make_tracks
    >>> tracks = make_tracks(make_fixes(minutes=range(0, 60, 3)))
    >>> check(Claim(place=(1.2, 51.4), start="2026-03-03T00:10Z", end="2026-03-03T00:40Z"), tracks).answer
    'supported'
    >>> check(Claim(place=(1.5, 51.4), start="2026-03-03T00:10Z", end="2026-03-03T00:40Z"), tracks).answer
    'contradicted'
    """
    return check_one(
        claim,
        tracks,
        Wearers(tracks),
        against=against,
        versus=versus,
        sensitivity=sensitivity,
        calibration=calibration,
        places=places,
    )


def check_one(
    claim: Claim,
    tracks: Tracks,
    wearers: Wearers,
    *,
    against: Sequence[str] = _AGAINST,
    versus: Claim | None = None,
    sensitivity: bool = True,
    calibration: FixCalibration | None = None,
    places: pd.DataFrame | None = None,
) -> Verdict:
    """Check one of several claims about the same wearers, each prepared once for all of them."""
    against = _alternatives(against, versus)
    errors = in_force(calibration)
    known = _known(places)
    question = resolve_claim(claim, tracks, errors=errors, places=known)
    other = None if versus is None else resolve_claim(versus, tracks, errors=errors, places=known)
    if other is not None and other.wearer != question.wearer:
        raise InputError("The other account is about another tag.", where="versus", do="Give it the same wearer.")
    observed = wearers.of(question.wearer)
    found = examine(question, observed, tracks, against=against, other=other, sensitivity=sensitivity)
    decision, weighed = found.decision, found.decision.weighed
    seen = decision.observed.seen
    kmh = flip_speed(question, decision) if decision.reason == "excluded" and question.kind != "throughout" else None
    text = because(question, decision, kmh)
    if errors.measured and len(text) < _MOST_SENTENCES:
        text = [*text, SENTENCES["measured"]]
    if versus is not None:
        second = check_one(
            versus, tracks, wearers, against=against, sensitivity=sensitivity, calibration=calibration, places=places
        )
        text = [*text[:2], SENTENCES["versus"].format(answer=second.answer, reason=REASONS[second.reason])]
    if doubt := doubt_words(decision):
        text = [*text[:2], doubt]
    margin = None
    if decision.reason in ("too_fine", "weak") and weighed is not None:
        margin = least_margin(question, observed, tracks, against=against, other=other, sensitivity=sensitivity)
    base = decision.base
    used, n_effective = _used(question, seen, decision)
    low, high = question.wide
    far, near, second_far = _against(question, decision, against, versus is not None)
    return Verdict(
        answer=decision.answer,
        reason=decision.reason,
        because=text,
        what_would_change_it=remedies(question, decision, margin_m=margin, flip_kmh=kmh),
        propositions=propositions(question, other),
        claim=_with_place(claim, question),
        words=phrase(decision.strength),
        possibly_sometime=base.possibly_sometime,
        definitely_sometime=base.definitely_sometime,
        possibly_always=base.possibly_always,
        definitely_always=base.definitely_always,
        longest_gap_minutes=decision.silence.length_s / 60,
        longest_hidden_visit_minutes=min(max(base.hidden_s, 0.0), high - low) / 60,
        fixes=used,
        n_effective=n_effective,
        base_rate=base_rate(question, observed),
        sensitivity=_table(question, decision),
        cap=fixed.STRENGTH_CAP if weighed is None else round(10.0**weighed.limit, 6),
        log10_lr=decision.strength,
        log10_lr_far=far,
        log10_lr_near=near,
        log10_lr_versus=second_far,
        **_shown(found.picture),
        parameters=_parameters(question, tracks, against, sensitivity, decision) | _raw(question, decision, found.across),
        versions=versions(),
        coverage=seen_share(question, seen),
        versus=None if versus is None or other is None else _with_place(versus, other),
        made_from=HeldLoosely.of(tracks),
    )


def _with_place(claim: Claim, question: ResolvedClaim) -> Claim:
    """Keep the claim as typed, but for a place that was typed as a text, as it was understood, and words that are none."""
    words = {n: getattr(claim, n) for n in ("text", "said_by")}
    told = {n: "" if v is None or (pd.api.types.is_scalar(v) and pd.isna(v)) else str(v) for n, v in words.items()}
    changed: dict[str, Any] = {n: v for n, v in told.items() if not isinstance(words[n], str)}
    if isinstance(claim.place, str):
        changed["place"] = question.place
    return replace(claim, **changed) if changed else claim


def _alternatives(against: Any, versus: Any) -> tuple[str, ...]:
    """Name the alternatives, each once and in order, or refuse what names none."""
    named = list(against) if isinstance(against, Iterable) and not isinstance(against, str | bytes | Mapping) else [None]
    if any(not isinstance(a, str) or a not in _AGAINST for a in named):
        raise InputError(
            f"{repr(against)[:60]} does not name alternatives.", where="against", do="Use ('far', 'near') or one of them."
        )
    if not named and versus is None:
        raise InputError("There is nothing to weigh the claim against.", where="against", do="Use ('far', 'near') or versus=.")
    return tuple(a for a in _AGAINST if a in named)


def _known(places: Any) -> tuple[pd.DataFrame, ...]:
    if places is not None and not isinstance(places, pd.DataFrame):
        raise InputError(f"{type(places).__name__} is no table of places.", where="places", do="Give a table: name, lon, lat.")
    return () if places is None else (places,)


def in_force(calibration: FixCalibration | None) -> ErrorModel:
    """Give the figures of error in force.

    Parameters
    ----------
    calibration : FixCalibration, optional
        From :func:`workbench.calibrate_fixes`.

    Raises
    ------
    InputError
        If it is something else.
    """
    errors = SHIPPED if calibration is None else getattr(calibration, "errors", None)
    if not isinstance(errors, ErrorModel):
        raise InputError(
            f"{type(calibration).__name__} is no calibration of fixes.",
            where="calibration",
            do="Make one with wb.calibrate_fixes(...).",
        )
    return errors


def _against(question: ResolvedClaim, decision: Decision, against: Sequence[str], versus: bool) -> tuple[float, float, float]:
    """Give the strength against each alternative as assumed, for the claim as it stands."""
    asked = ("far" in against, "near" in against, versus)
    if decision.weighed is None:
        return tuple(decision.strength if a else math.nan for a in asked)  # type: ignore[return-value]
    # What is excluded speaks against the claim whatever larger cells and steps of a minute make of it.
    most = 0.0 if decision.reason == "excluded" else math.inf
    far, near, other = (question.signed(v if math.isnan(v) else min(v, most)) for v in decision.weighed.shown(0))
    return far, near, other


def _raw(question: ResolvedClaim, decision: Decision, across: Sequence[float] | None) -> dict[str, Any]:
    """Note what was worked out before calibration and cap, for the record and for validation."""
    weighed = decision.weighed
    names = [f"raw_log10_lr_{a}" for a in ("far", "near", "versus")]
    if weighed is None:
        given = [decision.strength] * 3 if across is None else [question.signed(v) for v in across]
        return dict(zip(names, given, strict=True)) | {"regime": None}
    values = (question.signed(float(v)) for v in weighed.raw[0])
    return dict(zip(names, values, strict=True)) | {"regime": weighed.measure.regime, "paths": PATHS, "path_seed": SEED}


def _shown(drawn: Picture | None) -> dict[str, Any]:
    if drawn is None:
        return {}
    names = ("minutes_inside", "closest_m", "arrival", "departure")
    return {name: getattr(drawn, name) for name in names}


def _table(question: ResolvedClaim, decision: Decision) -> pd.DataFrame:
    weighed = decision.weighed
    table = pd.DataFrame(
        {
            "what": pd.Series([s.what for s in decision.settings], dtype="str"),
            "log10_lr": list(decision.strengths),
            "answer": pd.Series(decision.answers, dtype="str"),
        }
    )
    if weighed is not None:
        shown = [weighed.shown(row) for row in range(len(table))]
        for column, name in enumerate(("far", "near", "versus")):
            table[f"log10_lr_{name}"] = [question.signed(s[column]) for s in shown]
    return table


def _used(question: ResolvedClaim, seen: FixesAround, decision: Decision) -> tuple[list[str], float]:
    """Name the fixes in the time claimed and those on either side that bound it."""
    low, high = question.stated
    within = np.flatnonzero((seen.t_s >= low) & (seen.t_s <= high))
    weight = weights(decision.base.reading, int(within[0]), int(within[-1]) + 1) if len(within) else within
    windows = decision.base.windows
    there = decision.base.inside
    touching = [r for r in there.certain if r.end_s >= low and r.start_s <= high]
    runs = [i for r in touching for i in there.rows[r.first : r.last + 1].tolist()]
    around = [int(np.searchsorted(seen.t_s, low, "left")) - 1, int(np.searchsorted(seen.t_s, high, "right"))]
    bound = [i for i in (*windows.before.tolist(), *windows.after.tolist(), *around) if 0 <= i < len(seen)]
    rows = np.unique([*within.tolist(), *runs, *bound]).astype(int)
    return [str(i) for i in seen.fix_id[rows]], float(weight.sum())


def _parameters(
    question: ResolvedClaim, tracks: Tracks, against: Sequence[str], sensitivity: bool, decision: Decision
) -> dict[str, Any]:
    cap_ms, doubts = decision.base.reading.cap_ms, decision.observed.doubts
    return {
        "wearer": question.wearer,
        "start": question.start.isoformat(),
        "end": question.end.isoformat(),
        "read_as": dict(question.read_as),
        "decided": list(question.decided),
        "min_minutes": question.dwell_s / 60,
        "tolerance_minutes": question.tolerance_s / 60,
        "slack_minutes": question.slack_s / 60,
        "edge_m": question.region.edge_m,
        "area_m2": question.region.area_m2,
        "against": list(against),
        "sensitivity": sensitivity,
        "cap_kmh": cap_ms * 3.6,
        "thresholds": fixed.thresholds(),
        "certain": fixed.CERTAIN,
        "anchor_sigmas": RAYLEIGH_999,
        "run_gap_minutes": fixed.RUN_GAP_S / 60,
        "padding_minutes": fixed.PADDING_S / 60,
        "reach_minutes": fixed.REACH_S / 60,
        "floor_m": FLOOR_M,
        "default_r68_m": dict(DEFAULT_R68_M),
        "k": dict(question.errors.k),
        "tau_s": dict(question.errors.tau_s),
        "mixtures": dict(question.errors.mixtures),
        "measured": {m: dict(v) for m, v in question.errors.measured.items()},
        "warnings": list(question.errors.warnings),
        "doubts": [{k: d[k] for k in ("kind", "device_id", "start", "end", "n_fixes", "words")} for d in doubts],
        "files": sorted(tracks.of(question.wearer).fixes["file"].unique().tolist()),
    }


def versions() -> dict[str, str]:
    """Name the versions that an answer rests on."""
    # Source: the packages' own records.
    return dict(_versions())


@cache
def _versions() -> dict[str, str]:
    import workbench

    packages = {name: version(name) for name in ("numba", "numpy", "pandas", "scipy", "shapely")}
    return {"workbench": workbench.__version__, "python": platform.python_version(), **packages}
