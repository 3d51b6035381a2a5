"""A position sent again for most of an hour is no ordinary silence: presence does not rest on it, what is certain does."""

from __future__ import annotations

import numpy as np
import pytest

import workbench as wb
from workbench.testing import make_fixes, make_tracks

MINUTES = np.arange(0.0, 480.0)
HELD = (MINUTES > 240) & (MINUTES < 290)


def tracks(*, frozen: bool) -> wb.Tracks:
    """At home for eight hours; fifty minutes of the fifth are one position sent again, or nothing at all."""
    x, y = np.random.default_rng(5).normal(0.0, 4.0, (2, len(MINUTES)))
    keep = np.full(len(MINUTES), fill_value=True) if frozen else ~HELD
    x, y = (np.where(HELD, v[240], v)[keep] for v in (x, y))
    return make_tracks(make_fixes(minutes=MINUTES[keep], x=x, y=y, start="2026-03-03T08:00Z"))


@pytest.mark.parametrize(
    ("kind", "start", "end", "plain", "told"),
    [
        ("visited", "12:05", "12:45", "supported", "cannot tell"),
        ("throughout", "11:40", "12:40", "supported", "cannot tell"),
        ("visited", "11:40", "12:40", "supported", "supported"),
        ("throughout", "10:00", "11:00", "supported", "supported"),
    ],
)
def test_presence_does_not_rest_on_a_position_sent_again(claim_at, kind, start, end, plain, told) -> None:
    asked = claim_at(0, 0, start, end, kind=kind, radius_m=60)
    assert wb.check(asked, tracks(frozen=False), sensitivity=False).answer == plain
    verdict = wb.check(asked, tracks(frozen=True), sensitivity=False)
    assert verdict.answer == told
    if told == "cannot tell":
        assert verdict.reason == "gap"
        assert abs(verdict.log10_lr) < 1.0


def test_what_no_journey_could_leave_stands(claim_at) -> None:
    asked = claim_at(0, 0, "11:40", "12:40", kind="throughout", radius_m=150_000)
    assert wb.check(asked, tracks(frozen=True), sensitivity=False).answer == "supported"
