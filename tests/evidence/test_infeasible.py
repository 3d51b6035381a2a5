"""Steps that no journey makes, and devices that contradict each other: nothing is excluded by them (methods 17.4)."""

from __future__ import annotations

import numpy as np
import pytest

import workbench as wb
from workbench.testing import make_fixes, make_tracks

DEGREE_M = 111_195.0


def flight(after: float = 0.0) -> wb.Tracks:
    """At the origin for half an hour, then 250 m/s east for an hour, then there."""
    minutes = np.arange(0.0, 180.0)
    x = np.clip(minutes - 30 - after, 0, 60) * 60 * 250
    return make_tracks(make_fixes(minutes=minutes, x=x, start="2026-03-03T12:00Z"))


@pytest.mark.parametrize(("kind", "answer"), [("visited", "supported"), ("never", "contradicted"), ("throughout", "supported")])
def test_a_flight_later_does_not_undo_where_the_tag_was_before(claim_at, kind, answer) -> None:
    verdict = wb.check(claim_at(0, 0, "12:10", "12:25", kind=kind, radius_m=200), flight(), sensitivity=False)
    assert verdict.answer == answer
    assert verdict.possibly_sometime and verdict.definitely_sometime


def test_a_flight_still_excludes_what_lies_on_neither_side(claim_at) -> None:
    verdict = wb.check(claim_at(0, 9000, "12:05", "12:20"), flight(), sensitivity=False)
    assert (verdict.answer, verdict.reason) == ("contradicted", "excluded")


def test_nothing_is_excluded_between_two_fixes_that_no_journey_joins(claim_at) -> None:
    minutes = np.concatenate([np.arange(0, 61), np.arange(62, 121)])
    tracks = make_tracks(make_fixes(minutes=minutes, x=np.where(minutes > 60, 40_000.0, 0.0), start="2026-03-03T12:00Z"))
    verdict = wb.check(claim_at(500, 0, "13:00", "13:02", tolerance_minutes=0, min_minutes=1), tracks, sensitivity=False)
    assert verdict.reason != "excluded"
    before = wb.check(claim_at(500, 0, "12:20", "12:40", tolerance_minutes=0), tracks, sensitivity=False)
    assert before.answer == "contradicted"
