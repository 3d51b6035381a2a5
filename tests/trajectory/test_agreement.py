"""The tracer of differences must tell ties, faults and neither apart, or a real difference could hide behind it."""

import numpy as np
import pytest
import shapely

from benchmarks import agreement
from benchmarks.agreement import cause_of, disagreements
from tests.oracles.rectangle import smallest_rectangles
from workbench.testing import make_fixes, make_tracks
from workbench.trajectory.trails import trails

ACUTE = np.array([0.0, 60.0, 25.0]), np.array([0.0, 0.0, 55.0])


def test_an_acute_triangle_is_a_tie() -> None:
    """Its three smallest rectangles have one area and three diagonals; rounding decides which one GEOS gives."""
    found = smallest_rectangles(*ACUTE)
    assert len(found) == 3 and np.ptp(found[:, 0]) < 1e-6 and np.ptp(found[:, 1]) > 1
    theirs = agreement.their_rectangle(*ACUTE)[0]
    assert np.abs(found[:, 1] - theirs).min() < 1e-6
    causes = {cause_of(*ACUTE, limit)[2] for limit in np.linspace(found[:, 1].min(), found[:, 1].max(), 7)[1:-1]}
    assert causes <= {"tie", "same"}


def test_a_rectangle_that_leaves_a_point_outside_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    x, y = np.array([0.0, 90, 95, 40, 20]), np.array([0.0, 10, 60, 80, 45])
    short = shapely.box(0, 0, 50, 50)
    monkeypatch.setattr(agreement, "their_rectangle", lambda *_: (70.7, short))
    assert cause_of(x, y, 100.0)[2] == "fault"


def test_a_wrong_answer_without_excuse_stays_unexplained(monkeypatch: pytest.MonkeyPatch) -> None:
    """The right rectangle, the wrong diagonal: no tie, no fault, so it must be called by its name."""
    x, y = np.array([0.0, 90, 95, 40, 20]), np.array([0.0, 10, 60, 80, 45])
    _, right = agreement.their_rectangle(x, y)
    monkeypatch.setattr(agreement, "their_rectangle", lambda *_: (70.7, right))
    assert cause_of(x, y, 100.0)[2] == "unexplained"


def test_where_both_agree_nothing_is_listed() -> None:
    rng = np.random.default_rng(0)
    (trail,) = trails(make_tracks(make_fixes(minutes=np.arange(60), x=rng.normal(0, 20, 60), y=rng.normal(0, 20, 60))))
    assert disagreements(trail, 250.0, 300_000_000) == []


def test_a_replay_that_misses_is_an_error_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    (trail,) = trails(make_tracks(make_fixes(minutes=np.arange(30))))
    monkeypatch.setattr(agreement, "stop_ranges", lambda *_: (np.array([0]), np.array([3])))
    with pytest.raises(AssertionError, match="the replay found"):
        disagreements(trail, 100.0, 300_000_000)
