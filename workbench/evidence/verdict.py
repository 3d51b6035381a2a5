"""The answer to a claim, with everything needed to question it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, TypeAlias

import pandas as pd

from workbench.base import Answer, Card, HeldLoosely, MissingError
from workbench.evidence.claim import Claim, ResolvedClaim, resolve_claim
from workbench.evidence.explain.resolution import resolution
from workbench.evidence.explain.words import DISCLAIMER, MEASURED, REASONS, TONES
from workbench.evidence.hmm.posterior import picture
from workbench.evidence.likelihood_ratio import scales
from workbench.observations import observe
from workbench.position_error import ErrorModel
from workbench.tables import Tracks
from workbench.time import duration_label

__all__ = ["Interval", "Verdict"]

Interval: TypeAlias = "tuple[Any, Any, Any] | None"


@dataclass(frozen=True, eq=False, kw_only=True)
class Verdict(Answer):
    """What the fixes of a tag can say about a claim.

    Attributes
    ----------
    answer : {"supported", "contradicted", "cannot tell"}
        Supported where the fixes fit the claim ten times better than every alternative asked for, over all settings;
        contradicted where no journey fits it, or it fits ten times worse than elsewhere and not from silence.
    reason : str
        ``evidence, excluded, no_data, gap, too_fine, too_brief, sensitive, weak``.
    because, what_would_change_it : list of str
        Sentences made from numbers.
    log10_lr, log10_lr_far, log10_lr_near, log10_lr_versus : float
        Strength in decades, calibrated and capped: as reported, then as assumed against each alternative; NaN where none was
        computed or asked for. It is 0 where no fix lies near the time claimed, as data that do not exist say nothing.
    words : str
        Phrase for that strength.
    possibly_sometime, definitely_sometime, possibly_always, definitely_always : bool
        The four logic answers.
    minutes_inside, closest_m, arrival, departure : (median, low, high) or None
        With 90 % intervals over the paths that fit the fixes, within the time as stated; times in UTC. None where no path
        was tried, and for arrival and departure where hardly a path came in.
    longest_gap_minutes, longest_hidden_visit_minutes : float
        The longest silence, and the longest visit that no journey excludes within the time claimed and its tolerance.
    coverage : float
        The share of the time claimed in which the tag reported as often as it usually does, 0 to 1.
    fixes : list of str
        The ids used.
    n_effective : float
        How many independent fixes those within the time claimed amount to.
    base_rate : (int, int)
        On how many of the comparable earlier days the fixes alone, without weighing journeys, would support the same claim.
    sensitivity : pandas.DataFrame
        ``what, log10_lr, answer``, and the strength against each alternative.
    propositions : (str, str)
        The statements compared.
    cap : float
        No likelihood ratio above this is reported.
    parameters, versions : dict
        For the record.
    claim : Claim
        As typed.
    versus : Claim or None
        The other account, if one was given.
    made_from : HeldLoosely
        The tracks, as long as they are kept elsewhere; no part of the record.

    Notes
    -----
    Own design.

    Examples
    --------
    >>> from workbench import Claim, check
    >>> from workbench.testing import make_fixes, make_tracks
    >>> tracks = make_tracks(make_fixes(minutes=range(0, 60, 3)))
    >>> verdict = check(Claim(place=(1.5, 51.4), start="2026-03-03T00:10Z", end="2026-03-03T00:40Z"), tracks)
    >>> Verdict.from_dict(verdict.to_dict()) == verdict
    True
    """

    what_would_change_it: list[str]
    propositions: tuple[str, str]
    claim: Claim
    words: str
    possibly_sometime: bool
    definitely_sometime: bool
    possibly_always: bool
    definitely_always: bool
    longest_gap_minutes: float
    longest_hidden_visit_minutes: float
    n_effective: float
    base_rate: tuple[int, int]
    sensitivity: pd.DataFrame
    cap: float
    log10_lr: float = math.nan
    log10_lr_far: float = math.nan
    log10_lr_near: float = math.nan
    log10_lr_versus: float = math.nan
    minutes_inside: Interval = None
    closest_m: Interval = None
    arrival: Interval = None
    departure: Interval = None
    versus: Claim | None = None
    made_from: HeldLoosely = field(default=HeldLoosely(), repr=False, metadata={"record": False})

    parts: ClassVar[dict[str, Any]] = {"claim": Claim, "versus": Claim}

    def draw(self, tracks: Tracks) -> pd.DataFrame:
        """Draw a hundred of the paths that fit the fixes, for a picture: ``path, time, lon, lat``; empty where none was tried."""
        if self.minutes_inside is None:
            return pd.DataFrame()
        question, other = self._asked(tracks)
        weighed = scales(question, observe(tracks, question.wearer), other)
        return picture(weighed.setup, weighed.claim, question.region, question.start).paths

    def resolve(self, tracks: Tracks) -> pd.DataFrame:
        """Answer the same for the place with 0 to 500 m added around it, which takes seconds; empty for an address."""
        if "against" not in self.parameters:
            return pd.DataFrame()
        question, other = self._asked(tracks)
        varied = {"against": self.parameters["against"], "sensitivity": self.parameters["sensitivity"]}
        return resolution(question, observe(tracks, question.wearer), tracks, other=other, **varied)

    @cached_property
    def paths(self) -> pd.DataFrame:
        """What :meth:`draw` gives for the tracks that were checked, while they are still there."""
        return self.draw(self._tracks("draw"))

    @cached_property
    def resolution(self) -> pd.DataFrame:
        """What :meth:`resolve` gives for the tracks that were checked, while they are still there."""
        return self.resolve(self._tracks("resolve"))

    def _asked(self, tracks: Tracks) -> tuple[ResolvedClaim, ResolvedClaim | None]:
        """Ask the same again, with the errors that were in force."""
        given = {name: self.parameters[name] for name in ("k", "mixtures", "tau_s", "measured")}
        errors = ErrorModel(**given, warnings=tuple(self.parameters["warnings"]))
        other = None if self.versus is None else resolve_claim(self.versus, tracks, errors=errors)
        return resolve_claim(self.claim, tracks, errors=errors), other

    def _tracks(self, name: str) -> Tracks:
        tracks: Tracks | None = self.made_from.get()
        if tracks is None:
            raise MissingError("A verdict holds no tracks, and those it was made from are gone.", do=f"Call .{name}(tracks).")
        return tracks

    def card(self) -> Card:
        """Show the answer, its reason, what it rests on and what would change it."""
        k, n = self.base_rate
        same = int((self.sensitivity["answer"] == self.answer).sum())
        facts = [
            ("statement", self.propositions[0]),
            ("against", self.propositions[1]),
            ("said by", self.claim.said_by),
            ("in their words", self.claim.text),
            ("read with care", " ".join(self.parameters.get("decided", ()))),
            ("reason", f"{self.reason}: {REASONS[self.reason]}"),
            ("strength", _strength(self)),
            ("logic", _logic(self)),
            ("fixes used", f"{len(self.fixes)}, worth {self.n_effective:.1f} independent ones in the time claimed"),
            ("errors measured", _measured(self)),
            ("longest silence", duration_label(self.longest_gap_minutes)),
            ("longest visit not excluded", duration_label(self.longest_hidden_visit_minutes)),
            ("inside", _inside(self)),
            (
                "usual",
                self.parameters.get("usual")
                or (
                    f"on {k} of {n} earlier days with data the fixes alone, no journey weighed, support the claim"
                    if n
                    else "no earlier day with enough data to compare"
                ),
            ),
            ("stands", f"same answer in {same} of {len(self.sensitivity)} settings tried"),
        ]
        warned = [f"Of the measured errors: {s}" for s in self.parameters.get("warnings", ())]
        sentences = [*self.because, *warned, *(f"Would change it: {s}" for s in self.what_would_change_it)]
        shown = [(name, value) for name, value in facts if value]
        return Card(f"Answer: {self.answer}", shown, sentences, tone=TONES[self.answer], note=DISCLAIMER)

    def __repr__(self) -> str:
        return self.card().text()

    def _repr_html_(self) -> str:
        return self.card().html()


def _strength(verdict: Verdict) -> str:
    """Write the strength, its words, its parts, and the cap where it bites."""
    if math.isnan(verdict.log10_lr):
        return verdict.words
    values = (verdict.log10_lr_far, verdict.log10_lr_near, verdict.log10_lr_versus)
    named = [
        (n, float(v)) for n, v in zip(("elsewhere", "nearby", "the other account"), values, strict=True) if not math.isnan(v)
    ]
    parts = "; ".join(f"against {name} {_times(value)}" for name, value in named)
    bites = any(abs(v) >= math.log10(verdict.cap) - 1e-9 for _, v in named)
    cap = f"; capped: no more than {verdict.cap:.0f} to 1 is reported" if bites else ""
    basis = "; no fix falls into the time claimed, so it rests on how people usually move" if _silent(verdict) else ""
    return f"{verdict.words} (reported {_times(verdict.log10_lr)}; as assumed {parts}{cap}{basis})"


def _times(log10_lr: float) -> str:
    """Write a likelihood ratio as a ratio, with its common logarithm."""
    ratio = 10.0 ** abs(log10_lr)
    shown = f"{ratio:,.0f}" if ratio >= 9.95 else f"{ratio:.1f}"
    return f"{shown} to 1, {log10_lr:+.1f}" if log10_lr >= 0 else f"1 to {shown}, {log10_lr:+.1f}"


def _silent(verdict: Verdict) -> bool:
    return verdict.parameters.get("regime") == "silent"


def _measured(verdict: Verdict) -> str:
    """Write what was measured of the errors of each method; nothing where the shipped figures are in force."""
    told = verdict.parameters.get("measured", {})
    return "; ".join(MEASURED.format(method=method, **figures) for method, figures in told.items())


def _inside(verdict: Verdict) -> str:
    """Write minutes and distance with their intervals."""
    if verdict.minutes_inside is None or verdict.closest_m is None:
        return ""
    middle, low, high = verdict.minutes_inside
    near, near_low, near_high = verdict.closest_m
    return (
        f"{middle:.0f} min (between {low:.0f} and {high:.0f} in nine of ten paths tried), closest "
        f"{near:.0f} m ({near_low:.0f} to {near_high:.0f})"
    )


def _logic(verdict: Verdict) -> str:
    def level(definitely: bool, possibly: bool) -> str:
        return "certain" if definitely else "possible" if possibly else "impossible"

    some = level(verdict.definitely_sometime, verdict.possibly_sometime)
    return f"there at some time: {some}; there all the time: {level(verdict.definitely_always, verdict.possibly_always)}"
