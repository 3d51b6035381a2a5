"""How strongly the fixes speak for a claim under each setting: weighed, calibrated, capped."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from workbench.evidence.calibration import calibrated, cap, regime_of
from workbench.evidence.claim import ResolvedClaim
from workbench.evidence.hmm.forward_backward import Chances
from workbench.evidence.likelihood_ratio import Scales, scales
from workbench.evidence.parameters import DECIDES, FLOOR, MOST_HOURS, ROUGH, ROUGH_ANSWER, Setting
from workbench.evidence.readings import FixesAround
from workbench.observations import Observations

__all__ = ["Measure", "Weighed", "weigh"]

Floats = NDArray[np.float64]

_LEAST = math.log10(FLOOR)
_NAMES = ("far", "near", "versus")


@dataclass(frozen=True)
class Measure:
    """How strengths worked out become strengths reported.

    Attributes
    ----------
    kind : str
        Of the presence weighed.
    regime : str
        What the data are like, which chooses the calibration.
    asked : tuple of str
        The alternatives asked for.
    """

    kind: str
    regime: str
    asked: tuple[str, ...]

    @property
    def limit(self) -> float:
        """Log of the cap in force."""
        return math.log10(cap(self.kind, self.regime))

    def reported(self, raw: Sequence[float]) -> tuple[float, ...]:
        """Calibrate and cap the strengths against elsewhere, nearby and the other account, as they speak for presence."""
        return tuple(calibrated(v, kind=self.kind, regime=self.regime) for v in raw)

    def contradicting(self, log10_lr: float) -> float:
        """Calibrate and cap the strength against elsewhere, where it speaks against presence as such."""
        return calibrated(log10_lr, kind=self.kind, regime=self.regime, against=True)

    def weakest(self, strength: Sequence[float]) -> float:
        """Give the weakest strength over the alternatives asked for; the other account is one where there is one."""
        asked = [v for v, a in zip(strength, _NAMES, strict=True) if a in (*self.asked, "versus") and not math.isnan(v)]
        return min(asked)


@dataclass(frozen=True, eq=False)
class Weighed:
    """Strengths under each setting, in decades; of a ``never`` claim those of the visit that it denies.

    Attributes
    ----------
    raw, strength : numpy.ndarray, shape (settings, 3)
        Against elsewhere, nearby, and the other account: as worked out; calibrated and capped. NaN where not there.
    support : numpy.ndarray, shape (settings,)
        The weakest strength over the alternatives asked for.
    measure : Measure
        How the one became the other.
    scales : Scales or None
        For further settings; None where the place was excluded and so far away that nothing had to be tried.
    apart : bool
        Whether, as assumed, more of the paths that fit the fixes and come near are true than are not.
    likely : numpy.ndarray of bool, shape (settings,)
        Whether at least half of the paths that fit the fixes are true.
    """

    raw: Floats
    strength: Floats
    support: Floats
    measure: Measure
    scales: Scales | None
    apart: bool
    likely: NDArray[np.bool_]

    @property
    def far(self) -> Floats:
        """The strength against elsewhere, asked for or not, calibrated to contradict, which only this one may."""
        return np.array([self.measure.contradicting(v) for v in self.raw[:, 0].tolist()])

    @property
    def limit(self) -> float:
        """Log of the cap in force."""
        return self.measure.limit

    def shown(self, row: int) -> tuple[float, float, float]:
        """Give the strengths of a setting, NaN where not asked for."""
        far, near, versus = (float(v) for v in self.strength[row])
        asked = self.measure.asked
        return far if "far" in asked else math.nan, near if "near" in asked else math.nan, versus

    def under(self, setting: Setting) -> Weighed:
        """Weigh under a further setting alone, well enough to answer."""
        if self.scales is None:
            first = {name: getattr(self, name)[:1] for name in ("raw", "strength", "support", "likely")}
            return replace(self, **first)
        raw = _quick(self.scales, setting, self.measure, answer_only=True)
        strength = np.array([self.measure.reported(raw)])
        support = np.array([self.measure.weakest(strength[0].tolist())])
        return replace(
            self,
            raw=np.array([raw]),
            strength=strength,
            support=support,
            apart=_apart(self.scales, setting),
            likely=np.array([_likely(self.scales, setting)]),
        )

    def joined(self, other: Weighed) -> Weighed:
        """Put what further settings say behind what these say."""
        return replace(
            self,
            raw=np.concatenate([self.raw, other.raw]),
            strength=np.concatenate([self.strength, other.strength]),
            support=np.concatenate([self.support, other.support]),
            likely=np.concatenate([self.likely, other.likely]),
        )


def weigh(
    question: ResolvedClaim,
    observed: Observations,
    seen: FixesAround,
    settings: Sequence[Setting],
    *,
    against: Sequence[str],
    other: ResolvedClaim | None = None,
    excluded: bool = False,
    far_off: bool = False,
) -> Weighed | None:
    """Weigh a question under each setting."""
    # Source: ratios of constrained passes with and without the fixes, then calibration and cap. Settings other than the assumed
    # one are tried with larger cells first; where a decade more or less would be reported just the same, that is enough.
    low, high = question.stated
    regime = regime_of(seen.t_s, seen.method, start_s=low, end_s=high)
    measure = Measure("visited" if question.kind == "never" else question.kind, regime, tuple(against))
    asked = [q for q in (question, other) if q is not None]
    if max(q.end for q in asked) - min(q.start for q in asked) > pd.Timedelta(hours=MOST_HOURS):
        return None
    tried = None if far_off and other is None else scales(question, observed, other)
    first = (_LEAST, 0.0, math.nan) if tried is None else tried.raw(settings[0])
    rest = [first if excluded or tried is None else _quick(tried, s, measure) for s in settings[1:]]
    raw = np.array([first, *rest])
    strength = np.array([measure.reported(r) for r in raw.tolist()])
    support = np.array([measure.weakest(v) for v in strength.tolist()])
    likely = np.array([tried is None or _likely(tried, s) for s in settings])
    return Weighed(raw, strength, support, measure, tried, tried is None or _apart(tried, settings[0]), likely)


def _given(tried: Scales, setting: Setting) -> Chances | None:
    """Give the chances with the fixes; from the smaller cells where they were used."""
    return tried.given.get(setting) or (tried.rough.given.get(setting) if tried.rough else None)


def _apart(tried: Scales, setting: Setting) -> bool:
    """Say whether more of the paths that come near are true than are not."""
    given = _given(tried, setting)
    return given is None or given.true > given.near


def _likely(tried: Scales, setting: Setting) -> bool:
    """Say whether at least half of the paths are true."""
    given = _given(tried, setting)
    return given is None or given.true >= 0.5


def _quick(tried: Scales, setting: Setting, measure: Measure, *, answer_only: bool = False) -> tuple[float, float, float]:
    """Weigh with larger cells, and with the right ones where that could be reported, or answered, otherwise."""
    if tried.rough is None:
        return tried.raw(setting)
    raw, spare = tried.rough.raw(setting), ROUGH_ANSWER if answer_only else ROUGH
    found = [measure.reported([v + d for v in raw]) for d in (-spare, spare)]
    told = [(measure.weakest(f), measure.contradicting(raw[0] + d)) for f, d in zip(found, (-spare, spare), strict=True)]
    if answer_only:
        told = [(float(support >= DECIDES), float(far <= -DECIDES)) for support, far in told]
    return raw if told[0] == told[1] else tried.raw(setting)
