"""From fixes to strength: K1, K3, K6, K7, K8, K10, D4 and plain sense, on made tracks."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
import shapely

from workbench.base.errors import InputError
from workbench.evidence.hmm.forward_backward import chances
from workbench.evidence.hmm.model import ModelSetup, Setting, set_up_model
from workbench.evidence.likelihood_ratio import Ratios, ratios
from workbench.geo.projection import LocalFrame
from workbench.observations.wearer import prepare
from workbench.testing import SEA, make_fixes

DAY = 1440
PLACE = (900.0, 500.0)


def position(minute: np.ndarray, visit: bool) -> tuple[np.ndarray, np.ndarray]:
    """At home but for an evening walk from 20:00 to 21:00 on the 17th day: out, half an hour there, and back."""
    t = minute - 16 * DAY - 20 * 60
    share = np.clip(np.interp(t, [0, 15, 45, 60], [0, 1, 1, 0]), 0, 1) * visit
    return PLACE[0] * share, PLACE[1] * share


@cache
def track(visit: bool = True, every: float = 3.0, seed: int = 0, shift_m: float = 0.0, later_days: int = 0) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    minute = np.concatenate([np.arange(0, 16 * DAY, 15.0), np.arange(16 * DAY, 17 * DAY, every)])
    x, y = position(minute, visit)
    return make_fixes(
        minutes=minute + later_days * DAY,
        x=x + random.normal(0, 6, len(minute)) + shift_m,
        y=y + random.normal(0, 6, len(minute)) + shift_m,
        accuracy_m=12.0,
        accuracy_level=0.68,
    )


def stage_of(
    fixes: pd.DataFrame,
    *,
    at: tuple[float, float] = PLACE,
    radius: float = 60.0,
    start: str = "2026-03-19T20:20Z",
    minutes: int = 20,
    frame: LocalFrame = SEA,
    cell_m: float | None = 40.0,
) -> ModelSetup:
    begin = pd.Timestamp(start)
    return set_up_model(
        prepare(fixes), frame, shapely.Point(*at).buffer(radius), begin, begin + pd.Timedelta(minutes=minutes), cell_m=cell_m
    )


def strength(setup: ModelSetup, kind: str = "visited", setting: Setting = Setting(), **claim: float) -> Ratios:  # noqa: B008
    constraint, model = setup.constraint(kind, **claim), setup.model(setting)
    return ratios(chances(model, constraint), chances(model.without_fixes(), constraint))


def test_a_true_visit_is_supported_and_a_false_one_contradicted():
    assert min(strength(stage_of(track()))) > 2
    assert strength(stage_of(track(visit=False))).far < -2
    assert min(strength(stage_of(track()), "throughout", slack_minutes=5)) > 2


def test_next_door_is_not_told_apart_but_elsewhere_is():
    """A claim 60 m beside the truth: against far it may seem likely, against near it must not."""
    beside = strength(stage_of(track(), at=(PLACE[0] + 90, PLACE[1]), radius=40))
    assert beside.near < 1


def test_moving_the_world_by_metres_changes_nothing():
    """K1: the grid moves with the claim."""
    one = strength(stage_of(track()))
    two = strength(stage_of(track(shift_m=123.0), at=(PLACE[0] + 123.0, PLACE[1] + 123.0)))
    assert two == pytest.approx(one, abs=1e-6)


def test_turning_the_world_by_a_right_angle_changes_nothing():
    fixes = track()
    x, y = SEA.to_metres(fixes["lon"], fixes["lat"])
    lon, lat = SEA.to_degrees(-y, x)
    turned = fixes.assign(lon=lon, lat=lat)
    assert strength(stage_of(turned, at=(-PLACE[1], PLACE[0]))) == pytest.approx(strength(stage_of(fixes)), abs=0.05)


def test_copies_add_next_to_nothing():
    """K3: every fix of the day again, a second later and a metre off."""
    fixes = track()
    random = np.random.default_rng(1)
    x, y = SEA.to_metres(fixes["lon"], fixes["lat"])
    lon, lat = SEA.to_degrees(x + random.normal(0, 1, len(x)), y + random.normal(0, 1, len(x)))
    copies = fixes.assign(lon=lon, lat=lat, time=fixes["time"] + pd.Timedelta(seconds=1))
    both = pd.concat([fixes, copies]).sort_values("time", kind="stable", ignore_index=True)
    for visit in ("visited", "throughout"):
        assert strength(stage_of(both), visit) == pytest.approx(strength(stage_of(fixes), visit), abs=0.15)


def test_larger_errors_do_not_strengthen_support():
    """K6."""
    for every in (3.0, 10.0):
        setup = stage_of(track(every=every))
        assert min(strength(setup, setting=Setting(k_scale=1.5))) <= min(strength(setup)) + 0.1


def test_one_wide_cell_fix_says_almost_nothing():
    """K7."""
    day = track()
    quiet = day[(day["time"] < "2026-03-19T00:00Z")]
    lone = make_fixes(minutes=[16 * DAY + 20 * 60 + 30], x=[PLACE[0]], y=[PLACE[1]], accuracy_m=2000.0, method="cell")
    both = pd.concat([quiet, lone], ignore_index=True)
    assert np.abs(strength(stage_of(both))).max() < 0.3


def test_a_week_later_is_the_same_question():
    """K8."""
    one = strength(stage_of(track()))
    week = track(later_days=7)
    assert strength(stage_of(week, start="2026-03-26T20:20Z")) == pytest.approx(one, abs=1e-9)


def test_fixes_well_after_the_claim_do_not_matter():
    """K10: the same day's night, beyond the padding."""
    fixes = track()
    cut = fixes[fixes["time"] < "2026-03-19T22:30Z"]
    assert strength(stage_of(cut)) == pytest.approx(strength(stage_of(fixes)), abs=1e-9)


def test_silence_is_no_evidence():
    """D6: with no fix in the window there is none."""
    fixes = track()
    quiet = fixes[(fixes["time"] < "2026-03-19T12:00Z")]
    setup = stage_of(quiet)
    assert len(setup.rows()) == 0
    assert strength(setup, tolerance_minutes=5) == (0.0, 0.0)


def test_flagged_fixes_carry_no_weight():
    fixes = track()
    wild = fixes.iloc[-150:-140].assign(quality=4, lon=fixes["lon"].iloc[0] + 0.05)
    both = pd.concat([fixes, wild]).sort_values("time", kind="stable", ignore_index=True)
    assert strength(stage_of(both)) == strength(stage_of(fixes))


def test_settings_change_what_they_name():
    setup = stage_of(track())
    base, wide = setup.model(), setup.model(Setting(k_scale=1.5))
    assert np.allclose(wide.emissions.variance - 1 / 12, 2.25 * (base.emissions.variance - 1 / 12))
    assert np.all(setup.model(Setting(tau_scale=2.0)).emissions.temper <= base.emissions.temper)
    assert setup.model(Setting(vehicle_scale=1.25)).transitions.cells[1] > base.transitions.cells[1]
    late = setup.model(Setting(clock_s=180.0)).emissions
    assert np.array_equal(late.first[10:60], base.emissions.first[7:57] + (late.first[10] - base.emissions.first[7]))


def test_a_claim_becomes_a_constraint_in_steps():
    setup = stage_of(track(), minutes=20)
    short, exact = setup.constraint("visited", tolerance_minutes=10, min_minutes=4), setup.constraint("visited")
    assert (short.apart, short.shifts, short.dwell) == (False, (-8, -4, 0, 4, 8), 4)
    assert exact.shifts == (0,) and exact.spans() == [((exact.first,), (exact.last,))]
    long = stage_of(track(), minutes=240).constraint("throughout", tolerance_minutes=5, slack_minutes=12)
    assert (long.apart, long.shifts, long.slack, long.every) == (True, tuple(range(-5, 6)), 4, 3)
    assert long.last - long.first == 240
    assert setup.constraint("throughout", slack_minutes=5).every == 1
    elsewhere = setup.constraint("visited", shape=shapely.Point(0, 0).buffer(60))
    assert not np.any(elsewhere.inside & exact.inside)
    assert np.all(exact.ring[exact.inside])


@pytest.mark.parametrize("every", [12.0, 20.0, 30.0])
def test_checking_every_second_step_is_nearly_checking_all(every):
    """A long stay with six minutes' slack, thinly seen."""
    setup = stage_of(track(every=every), start="2026-03-19T17:00Z", minutes=120, at=(0.0, 0.0))
    coarse, model = setup.constraint("throughout", slack_minutes=6), setup.model()
    fine = replace(coarse, slack=6, every=1)
    assert coarse.every == 2
    one, two = (ratios(chances(model, c), chances(model.without_fixes(), c)) for c in (coarse, fine))
    assert np.allclose(one, two, rtol=0, atol=0.15)


def test_more_than_one_wearer_is_refused():
    with pytest.raises(InputError, match="more than one"):
        stage_of(pd.concat([track(), make_fixes(minutes=[1], wearer="W2")], ignore_index=True))


@pytest.mark.slow
def test_finer_cells_give_the_same_answers():
    """D4: forty claims, cells of 40 and 20 m; strengths within four decades either way."""
    random, moved, turned = np.random.default_rng(40), [], 0
    for number in range(40):
        fixes = track(visit=bool(number % 2), every=[3.0, 6.0, 12.0, 20.0][number % 4], seed=number % 8)
        away, turn = [0, 40, 90, 200, 400][number % 5], random.uniform(0, 2 * np.pi)
        at = (PLACE[0] + away * np.cos(turn), PLACE[1] + away * np.sin(turn))
        shape, begin, two = shapely.Point(*at).buffer([100, 150][number % 2]), pd.Timestamp("2026-03-19T20:20Z"), []
        for cell in (40.0, 20.0):
            setup = set_up_model(prepare(fixes), SEA, shape, begin, begin + pd.Timedelta("20min"), cell_m=cell)
            two.append(float(np.clip(strength(setup).far, -4, 4)))
        moved.append(abs(two[0] - two[1]))
        turned += two[0] * two[1] < 0 and min(abs(two[0]), abs(two[1])) > 0.1
    assert np.mean(np.array(moved) < 0.5) >= 0.9
    assert turned == 0
