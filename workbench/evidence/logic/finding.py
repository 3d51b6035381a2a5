"""What one reading of the fixes says: the four logic answers, and what is certain or excluded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from workbench.evidence.claim import ResolvedClaim
from workbench.evidence.logic.presence import Presence, presence
from workbench.evidence.logic.prism import Windows, visit_windows
from workbench.evidence.parameters import PADDING_S, RUN_GAP_S, Setting
from workbench.evidence.readings import FixesAround, Reading, read
from workbench.tables import METHODS

__all__ = ["Finding", "finding", "findings"]

_NOTHING = Presence((), np.zeros(0), np.zeros(0, np.intp))


@dataclass(frozen=True)
class Finding:
    """What one reading says.

    Attributes
    ----------
    reading : Reading
        The fixes under one setting.
    windows : Windows
        When the tag could have been inside.
    inside, outside : Presence
        Runs of fixes in the region, and (for ``throughout``) outside it.
    visit_s, hidden_s : float
        The longest certain presence in the stated time; the longest visit in the widened time that no journey excludes.
    absent_s, away_s : float
        Within the core: the time in which the tag cannot have been inside; the longest certain run outside.
    unseen_s : float
        The part of the stated time that no certain run inside witnesses.
    passes : int
        So many fixes of the stated time lie in the place, networks aside: a tag that reported from there can have been there.
    possibly_sometime, definitely_sometime, possibly_always, definitely_always : bool
        The four logic answers.
    """

    reading: Reading
    windows: Windows
    inside: Presence
    outside: Presence
    visit_s: float
    hidden_s: float
    absent_s: float
    away_s: float
    unseen_s: float
    passes: int
    possibly_sometime: bool
    definitely_sometime: bool
    possibly_always: bool
    definitely_always: bool

    def answer(self, question: ResolvedClaim) -> str:
        """Give the answer of this reading alone."""
        if question.kind == "throughout":
            if max(self.absent_s, self.away_s) > question.slack_s:
                return "contradicted"
            return "supported" if self.unseen_s <= question.slack_s and self.definitely_sometime else "cannot tell"
        first, second = ("contradicted", "supported") if question.kind == "never" else ("supported", "contradicted")
        if not self.possibly_sometime:
            return second
        return first if self.definitely_sometime else "cannot tell"


def finding(reading: Reading, question: ResolvedClaim) -> Finding:
    """Work out what one reading says about a question.

    Parameters
    ----------
    reading : Reading
        The fixes under one setting.
    question : ResolvedClaim
        The claim made definite.
    """
    # (2004). *Possibly sometime*: a stay of the least length fits into the widened time without breaking the speed cap.
    # *Definitely sometime*: a certain run of fixes spans it within the stated time. *Possibly always*: no moment of the core is
    # excluded. *Definitely always*: the edge lies so deep around each pair of neighbouring fixes that there was no time to
    # leave.
    low, high = question.stated
    windows = visit_windows(reading, question.region.outer, *question.wide)
    near = (low - PADDING_S, high + PADDING_S)
    inside = presence(reading, near=near)
    core_low, core_high = question.core
    core = max(core_high - core_low, 0.0)
    possible = np.clip(windows.end_s, core_low, core_high) - np.clip(windows.start_s, core_low, core_high)
    absent = core - float(possible.sum()) if core > 0 else 0.0
    needed = question.kind == "throughout"
    gap = min(RUN_GAP_S, max(question.slack_s, 60.0))
    outside = presence(reading, complement=True, gap_s=gap, near=near) if needed else _NOTHING
    visit = inside.longest_s(low, high)
    always = _always(reading, question)
    definitely, passes = always or _visited(inside, question), _passes(reading, question)
    return Finding(
        reading=reading,
        windows=windows,
        inside=inside,
        outside=outside,
        visit_s=visit,
        hidden_s=windows.longest_s,
        absent_s=max(absent, 0.0),
        away_s=outside.longest_s(core_low, core_high) if core > 0 else -np.inf,
        unseen_s=(high - low) - inside.covered_s(low, high),
        passes=passes,
        possibly_sometime=windows.longest_s >= question.dwell_s or definitely or passes > 0,
        definitely_sometime=definitely,
        possibly_always=absent <= 0.0 or always,
        definitely_always=always,
    )


def findings(seen: FixesAround, question: ResolvedClaim, settings: Iterable[Setting]) -> tuple[Finding, ...]:
    """Work out what the fixes say about a question under each setting."""
    return tuple(finding(read(seen, question.region, setting), question) for setting in settings)


def _visited(inside: Presence, question: ResolvedClaim) -> bool:
    """Say whether a certain run spans the least stay within the stated time, with a fix of its own in it."""
    low, high = question.stated
    for run in inside.certain:
        if min(run.end_s, high) - max(run.start_s, low) < question.dwell_s:
            continue
        times = inside.t_s[run.first : run.last + 1]
        if high == low or ((times >= low) & (times <= high)).any():
            return True
    return False


def _passes(reading: Reading, question: ResolvedClaim) -> int:
    """Count the fixes of the stated time that lie in the place, but for networks'."""
    low, high = question.stated
    network = np.isin(reading.method, [METHODS.index("wifi"), METHODS.index("cell")])
    there = (reading.inside >= 0.5) & ~network & ~reading.mute
    return int((there & (reading.t_s >= low) & (reading.t_s <= high)).sum())


def _always(reading: Reading, question: ResolvedClaim) -> bool:
    """Say whether there was no time to step out of the region at any moment of the stated time."""
    low, high = question.stated
    a = int(np.searchsorted(reading.t_s, low, "right")) - 1
    b = int(np.searchsorted(reading.t_s, high, "left"))
    if a < 0 or b >= len(reading.t_s):
        return False
    part = slice(a, b + 1)
    deep = reading.depth[part] * reading.sigma_m[part] - reading.error_m[part]
    out = deep[:-1] + deep[1:] > reading.cap_ms * np.diff(reading.t_s[part])
    return bool((deep > 0).all() and out.all())
