"""Is the address on file where the nights are spent? It is tested, not guessed: ``wb.check_home``."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.base import InputError, recorded, wilson
from workbench.evidence import (
    CHANGES,
    DECIDES,
    HOME,
    STRENGTH_CAP,
    SUPPORTING,
    Claim,
    FixesAround,
    Place,
    ResolvedClaim,
    Verdict,
    fixes_around,
    in_force,
    phrase,
    resolve_claim,
    versions,
)
from workbench.lifestyle.home.nights import (
    LEAST_NIGHTS,
    LEAST_SHARE,
    Counted,
    NightAnswers,
    count_nights,
    fixes_in,
    independent_nights,
    judge_nights,
    share_strength,
    whole_nights,
)
from workbench.observations import observe
from workbench.position_error import sigma_m
from workbench.tables import Tracks
from workbench.time import DEFAULT_ZONE, Nights

if TYPE_CHECKING:
    from workbench.position_error import FixCalibration

__all__ = ["WIDER_M", "check_home"]

WIDER_M = (150.0, 300.0, 600.0)
"""Radii that are tried where the fixes are too coarse for the address itself."""

_FURTHER = 100


@recorded("check")
def check_home(
    tracks: Tracks,
    wearer: str,
    address: Place,
    *,
    radius_m: float = 75.0,
    timezone: str = DEFAULT_ZONE,
    calibration: FixCalibration | None = None,
) -> Verdict:
    """Test whether the nights are spent at the address on file: supported, contradicted, or cannot tell and why.

    Each night from 22:00 to 06:00 that lies wholly within the data is judged by itself: *there* if the fixes make it certain for
    half of it and more, *elsewhere* likewise, else it cannot be told. Nights without data count for neither side.

    Parameters
    ----------
    tracks : Tracks
        Any number of wearers.
    wearer : str
        Whose address it is.
    address : (lon, lat), shapely geometry or row of a table of places
        The address on file, WGS 84 degrees.
    radius_m : float
        What lies so close to a point counts as the address, metres: the building, and how well the point is known.
    timezone : str
        By whose clock nights are counted.
    calibration : FixCalibration, optional
        From :func:`workbench.calibrate_fixes`: measured errors in place of the shipped figures.

    Returns
    -------
    Verdict
        ``base_rate`` is the nights there, of those that can be told. ``parameters["nights"]`` lists every night with its
        answer and minutes.

    Raises
    ------
    InputError
        If the wearer is not in the tracks or the address is no place.
    TimeError
        If the zone is not known.

    Notes
    -----
    See docs/methods.md#home: home is where the nights are, over ten and more of them, with a share of half and more. The strength
    is that of "more than half of the nights" against "at most half", all such shares equally likely beforehand, by the number
    of independent nights: at most one for two, fewer where they come in blocks. The answer must stand whether errors are
    taken 0.67 or 1.5 times as wide, and to last half or twice as long.

    Examples
    --------
    >>> from workbench.testing import make_fixes, make_tracks
    >>> tracks = make_tracks(make_fixes(minutes=range(0, 15 * 1440, 5)))
    >>> verdict = check_home(tracks, "W1", (1.2, 51.4))
    >>> verdict.answer, verdict.base_rate
    ('supported', (14, 14))
    >>> check_home(tracks, "W1", (1.21, 51.4)).answer
    'contradicted'
    """
    claim, question = _claim(tracks, wearer, address, radius_m, timezone, calibration)
    seen = fixes_around(observe(tracks, question.wearer), question, before_s=0.0, after_s=0.0)
    nights = whole_nights(seen, question)
    readings = [judge_nights(seen, question, nights, setting) for setting in SUPPORTING]
    counts = [count_nights(reading.table) for reading in readings]
    table, counted = readings[0].table, counts[0]
    answers = [c.answer for c in counts]
    stands = len(set(answers)) == 1
    answer = answers[0] if stands else "cannot tell"
    strength, used = _reported(counts, stands), fixes_in(seen, question, nights)
    coarse = answer == "cannot tell" and not counted.enough and counted.untold > counted.silent and _coarse(seen, used, radius_m)
    changes = _finer(seen, question, nights, radius_m) if coarse else _changes(table, counted, answer)
    return Verdict(
        answer=answer,
        reason=_reason(counted, answer, stands, coarse),
        because=_because(counted, table, question, answers),
        what_would_change_it=changes,
        propositions=_statements(question),
        claim=claim,
        words=phrase(strength),
        possibly_sometime=counted.elsewhere < max(counted.every, 1),
        definitely_sometime=counted.there > 0,
        possibly_always=counted.elsewhere == 0,
        definitely_always=counted.every > 0 and counted.there == counted.every,
        longest_gap_minutes=_silence(seen.t_s),
        longest_hidden_visit_minutes=_hidden(table),
        fixes=[str(i) for i in seen.fix_id[used]],
        n_effective=readings[0].n_effective,
        base_rate=(counted.there, counted.told),
        sensitivity=pd.DataFrame(
            {
                "what": pd.Series([s.what for s in SUPPORTING], dtype="str"),
                "log10_lr": [c.log10_lr for c in counts],
                "answer": pd.Series(answers, dtype="str"),
                "log10_lr_far": [c.log10_lr for c in counts],
            }
        ),
        cap=STRENGTH_CAP,
        log10_lr=strength,
        log10_lr_far=counted.log10_lr,
        versions=versions(),
        coverage=(counted.every - counted.silent) / counted.every if counted.every else math.nan,
        parameters=_parameters(question, tracks, radius_m, readings[0], counted),
    )


def _claim(
    tracks: Tracks, wearer: str, address: Place, radius_m: float, timezone: str, calibration: FixCalibration | None
) -> tuple[Claim, ResolvedClaim]:
    time = tracks.of(wearer).fixes["time"]
    if not (np.isfinite(radius_m) and radius_m > 0):
        raise InputError(f"{radius_m!r} is not a radius.", where="radius_m", do="Give metres, more than 0.")
    claim = Claim(
        place=address,
        far_ok=True,
        start=time.min(),
        end=max(time.max(), time.min() + pd.Timedelta(days=1)),
        wearer=wearer,
        radius_m=radius_m,
        timezone=timezone,
        min_minutes=0.0,
        tolerance_minutes=0.0,
        text=HOME["text"],
    )
    return claim, resolve_claim(claim, tracks, errors=in_force(calibration))


def _reported(counts: list[Counted], stands: bool) -> float:
    """Give the strength nearest to nought over the settings; nought where nights are too few or the sides differ."""
    values = [c.log10_lr for c in counts]
    if not stands or not counts[0].enough or min(values) < 0 < max(values):
        return 0.0
    return min(values, key=abs)


def _coarse(seen: FixesAround, used: NDArray[np.intp], radius_m: float) -> bool:
    """Say whether half of the fixes of the nights are less exact than the address is wide."""
    sigma = sigma_m(seen.accuracy_m[used], seen.level[used], seen.method[used], errors=seen.errors)
    return bool(np.median(sigma) > radius_m)


def _finer(seen: FixesAround, question: ResolvedClaim, nights: Nights, radius_m: float) -> list[str]:
    """Say how wide the address would have to be for these fixes, and what would make them finer."""
    for wide_m in (r for r in WIDER_M if r > radius_m):
        wide = replace(question, region=question.region.grown(wide_m - radius_m))
        said = {count_nights(judge_nights(seen, wide, nights, setting).table).answer for setting in SUPPORTING}
        if len(said) == 1 and "cannot tell" not in said:
            return [HOME["wider"].format(radius=wide_m, answer=said.pop()), CHANGES["known_error"]]
    return [CHANGES["known_error"], HOME["other_source"]]


def _reason(counted: Counted, answer: str, stands: bool, coarse: bool) -> str:
    if answer != "cannot tell":
        return "evidence"
    if coarse:
        return "too_fine"
    if not stands:
        return "sensitive"
    if counted.silent == counted.every:
        return "no_data"
    if counted.enough:
        return "weak"
    return "gap" if counted.silent >= counted.untold and counted.silent else "weak"


def _because(counted: Counted, table: pd.DataFrame, question: ResolvedClaim, answers: list[str]) -> list[str]:
    if not counted.every:
        return [HOME["none"]]
    told = [HOME["counts"].format(place=question.region.words, **counted._asdict(), every=_nights(counted.every))]
    if len(set(answers)) > 1:
        at = next(i for i, a in enumerate(answers) if a != answers[0])
        return [*told, HOME["sensitive"].format(answer=answers[0], what=SUPPORTING[at].what, other=answers[at])]
    if not counted.enough:
        return [*told, HOME["few"].format(told=_nights(counted.told), least=LEAST_NIGHTS)]
    low, high = wilson(counted.there / counted.told * counted.independent, counted.independent)
    told.append(
        HOME["share"].format(
            share=counted.there / counted.told,
            low=low,
            high=high,
            independent=counted.independent,
            words=phrase(counted.log10_lr),
        )
    )
    return [*told, *_moved(table)]


def _moved(table: pd.DataFrame) -> list[str]:
    """Say since when every night is of the other kind, if it is so for three nights told and more, after three of the first."""
    told = table[table["answer"].isin(["there", "elsewhere"])]
    last = str(told["answer"].iloc[-1])
    other = told[told["answer"] != last]
    if len(other) < 3 or len(told) - 1 - told.index.get_indexer([other.index[-1]])[0] < 3:
        return []
    return [HOME["moved"].format(night=other["night"].iloc[-1], kind=HOME[str(other["answer"].iloc[-1])], last=HOME[last])]


def _changes(table: pd.DataFrame, counted: Counted, answer: str) -> list[str]:
    if answer == "cannot tell":
        return [HOME["more"], HOME["other_source"]]
    told = table.loc[table["answer"].isin(["there", "elsewhere"]), "answer"]
    there, against = (told == "there").to_numpy(bool), answer == "contradicted"
    for further in range(1, _FURTHER):
        row = np.append(there, np.full(further, against))
        if abs(share_strength(float(row.mean()), independent_nights(row))) < DECIDES:
            return [
                HOME["further"].format(answer=answer, n=_nights(further), kind=HOME["there" if against else "elsewhere"]),
                HOME["work"],
            ]
    return [HOME["work"], HOME["other_source"]]


def _nights(n: int) -> str:
    return f"{n} night{'' if n == 1 else 's'}"


def _statements(question: ResolvedClaim) -> tuple[str, str]:
    facts = {"wearer": question.wearer, "place": question.region.words}
    return HOME["claim"].format(**facts), HOME["opposite_claim"].format(**facts)


def _silence(t_s: np.ndarray) -> float:
    return float(np.diff(t_s).max(initial=0.0)) / 60.0


def _hidden(table: pd.DataFrame) -> float:
    """Give the longest time of one night that is not certain to have been spent elsewhere, minutes."""
    return float((table["minutes"] - table["minutes_elsewhere"]).clip(lower=0.0).max()) if len(table) else 0.0


def _parameters(
    question: ResolvedClaim, tracks: Tracks, radius_m: float, reading: NightAnswers, counted: Counted
) -> dict[str, object]:
    return {
        "wearer": question.wearer,
        "radius_m": radius_m,
        "nights": reading.table.to_dict("records"),
        "independent_nights": counted.independent,
        "least_nights": LEAST_NIGHTS,
        "least_share": LEAST_SHARE,
        "measured": {m: dict(v) for m, v in question.errors.measured.items()},
        "warnings": list(question.errors.warnings),
        "usual": HOME["usual"].format(there=counted.there, told=counted.told),
        "files": sorted(tracks.of(question.wearer).fixes["file"].unique().tolist()),
    }
