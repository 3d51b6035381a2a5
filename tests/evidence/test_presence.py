"""When fixes make a place certain: weights against their oracle, edges, bursts, and errors that last."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

import workbench as wb
from workbench.evidence.claim import resolve_claim
from workbench.evidence.coverage import surroundings
from workbench.evidence.decision import decide
from workbench.evidence.explain.because import because
from workbench.evidence.logic.finding import finding, findings
from workbench.evidence.logic.presence import presence, weights
from workbench.evidence.parameters import Setting
from workbench.evidence.readings import fixes_around, read
from workbench.observations.wearer import observe
from workbench.position_error.error_mixture import TEMPER_FLOOR, tempering
from workbench.testing import SEA, make_fixes, make_tracks

pytestmark = pytest.mark.slow

ASSUMED = Setting("as assumed")


def lasting(rng: np.random.Generator, size: int, *, step_s: float, tau_s: float) -> np.ndarray:
    """Make errors of unit size that last."""
    keep = np.exp(-step_s / tau_s)
    shock = rng.normal(0, 1, (2, size))
    error = shock.copy()
    for i in range(1, size):
        error[:, i] = keep * error[:, i - 1] + np.sqrt(1 - keep**2) * shock[:, i]
    return error


def evenings(tracks: wb.Tracks, place: object, *, kind: str, hours: int, count: int):
    """Ask the same question over and over, a few hours apart."""
    for n in range(count):
        start = pd.Timestamp("2026-03-03T00:00Z") + pd.Timedelta(hours=hours * n)
        claim = wb.Claim(place=place, start=start, end=start + pd.Timedelta(hours=2), kind=kind)
        question = resolve_claim(claim, tracks)
        seen = fixes_around(observe(tracks, question.wearer), question)
        yield finding(read(seen, question.region, ASSUMED), question).answer(question)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**31))
def test_weights_agree_with_tempering_of_the_stretch(seed: int) -> None:
    rng = np.random.default_rng(seed)
    minutes = np.sort(rng.uniform(0, 60, 20))
    method = rng.choice(["gnss", "wifi", "cell"], 20).tolist()
    tracks = make_tracks(make_fixes(minutes=minutes, x=np.cumsum(rng.normal(0, 60, 20)), method=method))
    question = resolve_claim(wb.Claim(place=(1.2, 51.4), start="2026-03-03T00:10Z", end="2026-03-03T00:40Z"), tracks)
    seen = fixes_around(observe(tracks, question.wearer), question)
    a, b = sorted(rng.integers(0, len(seen) + 1, 2).tolist())
    scale = float(rng.uniform(0.5, 2))
    reading = read(seen, question.region, Setting("", tau_scale=scale))
    step = np.hypot(np.diff(seen.x_m), np.diff(seen.y_m))
    sigma = reading.sigma_m
    moving = np.concatenate([[False], step > 3 * np.hypot(sigma[1:], sigma[:-1])])[a:b]
    oracle = tempering((seen.t_s[a:b] * 1e6).round().astype(np.int64), seen.method[a:b], moving=moving, tau_scale=scale)
    oracle = np.where(reading.echo[a:b], TEMPER_FLOOR, oracle)
    assert weights(reading, a, b) == pytest.approx(oracle, abs=1e-6)


def test_living_next_door_never_becomes_certain() -> None:
    """Just outside a long edge, with errors that last seven minutes: over 110 evenings none may be called supported."""
    rng = np.random.default_rng(8)
    error = 7 * lasting(rng, 112 * 60, step_s=180, tau_s=420)
    tracks = make_tracks(make_fixes(minutes=np.arange(error.shape[1]) * 3.0, x=error[0], y=error[1], accuracy_m=14.0))
    street = SEA.shape_to_degrees(shapely.box(2, -300, 600, 300))
    answers = list(evenings(tracks, street, kind="visited", hours=3, count=110))
    assert answers.count("supported") <= 1
    assert answers.count("contradicted") == 0


def test_well_inside_is_certain_every_evening() -> None:
    rng = np.random.default_rng(9)
    error = 7 * lasting(rng, 40 * 60, step_s=180, tau_s=420)
    tracks = make_tracks(make_fixes(minutes=np.arange(error.shape[1]) * 3.0, x=error[0], y=error[1], accuracy_m=14.0))
    for kind in ("visited", "throughout"):
        answers = list(evenings(tracks, (1.2, 51.4), kind=kind, hours=3, count=36))
        assert answers.count("supported") >= 35


def test_a_burst_of_wild_fixes_is_not_a_visit(walk) -> None:
    minutes = np.arange(0, 120, 1.0)
    for size in (40.0, 90.0, 250.0):
        x = np.where((minutes >= 50) & (minutes < 55), size + 60, 0.0)
        claim = wb.Claim(
            place=tuple(float(v[0]) for v in SEA.to_degrees([size + 60], [0])),
            radius_m=30,
            start="2026-03-03T00:30Z",
            end="2026-03-03T01:20Z",
        )
        assert wb.check(claim, walk(minutes, x)).answer == "cannot tell"
        home = wb.Claim(place=(1.2, 51.4), start="2026-03-03T00:30Z", end="2026-03-03T01:20Z", kind="throughout")
        assert wb.check(home, walk(minutes, x)).answer != "contradicted"


def test_slow_bursts_at_rest_are_no_visits_and_no_absences(walk) -> None:
    """Five wild fixes in a row at five-minute steps: nobody is placed there, nobody loses an alibi."""
    minutes = np.arange(0, 240, 5.0)
    for size in (90.0, 250.0):
        tracks = walk(minutes, np.where((minutes >= 100) & (minutes < 125), size, 0.0), seed=4)
        there = wb.Claim(
            place=tuple(float(v[0]) for v in SEA.to_degrees([size], [0])),
            radius_m=60,
            start="2026-03-03T01:20Z",
            end="2026-03-03T02:30Z",
        )
        assert wb.check(there, tracks).answer == "cannot tell"
        home = wb.Claim(place=(1.2, 51.4), start="2026-03-03T01:20Z", end="2026-03-03T02:30Z", kind="throughout")
        assert wb.check(home, tracks).answer != "contradicted"


def test_two_bursts_with_one_right_fix_between_cost_nobody_an_alibi(walk) -> None:
    """As a tag at rest reported it: three fixes 270 m off, one right, five 140 m off, and nothing on the way."""
    minutes = np.arange(0, 240, 4.5)
    east, north = np.zeros(len(minutes)), np.zeros(len(minutes))
    east[26:29], east[30:35], north[30:35] = -350.0, 75.0, -120.0
    tracks = walk(minutes, east, north, seed=5)
    for x, y, radius in ((0, 0, 60), (-90, 40, 200)):
        home = wb.Claim(
            place=tuple(float(v[0]) for v in SEA.to_degrees([x], [y])),
            radius_m=radius,
            start="2026-03-03T01:10Z",
            end="2026-03-03T03:10Z",
            kind="throughout",
        )
        assert wb.check(home, tracks).answer != "contradicted"


def test_a_moved_access_point_costs_nobody_an_alibi(walk) -> None:
    """Driven there by satellite fixes, then a quarter of an hour of Wi-Fi fixes 1.5 km off, and driven away again."""
    minutes = np.concatenate([np.arange(0, 60, 4.0), np.arange(60, 66, 1.0), [67, 71, 75, 79, 83], np.arange(85, 91, 1.0)])
    there = (minutes >= 67) & (minutes <= 83)
    way = np.interp(minutes, [60, 66, 84, 90], [-2000, 0, 0, -2000])
    tracks = walk(
        minutes,
        np.where(there, 1230, way),
        np.where(there, 890, 0),
        method=np.where(there, "wifi", "gnss").tolist(),
        accuracy_m=np.where(there, 40.0, 8.0),
    )
    claim = wb.Claim(place=(1.2, 51.4), radius_m=100, start="2026-03-03T01:07Z", end="2026-03-03T01:24Z", kind="throughout")
    assert wb.check(claim, tracks).answer != "contradicted"


def test_an_outing_seen_on_the_way_still_ends_an_alibi(walk) -> None:
    """The careful rule for bursts must not hide somebody who walks to a shop for twenty minutes, nor a longer absence."""
    minutes = np.concatenate(
        [np.arange(0, 60, 4.0), np.arange(60, 64, 1.0), np.arange(64, 80, 4.0), np.arange(80, 84, 1.0), np.arange(84, 140, 4.0)]
    )
    east = np.interp(minutes, [60, 63, 80, 83], [0, 250, 250, 0])
    home = wb.Claim(place=(1.2, 51.4), start="2026-03-03T00:40Z", end="2026-03-03T01:50Z", kind="throughout")
    assert wb.check(home, walk(minutes, east, seed=6)).answer == "contradicted"
    still = np.arange(0, 240, 4.0)
    away = wb.Claim(place=(1.2, 51.4), start="2026-03-03T01:00Z", end="2026-03-03T03:00Z", kind="throughout")
    assert wb.check(away, walk(still, np.where((still > 80) & (still < 130), 250.0, 0.0), seed=7)).answer == "contradicted"


def test_fixes_too_coarse_to_tell_are_passed_over(walk) -> None:
    """Cell fixes between satellite fixes neither break a stay nor count as absence; alone they are a silence."""
    minutes = np.arange(0, 120, 2.0)
    coarse = np.arange(len(minutes)) % 3 == 1
    tracks = walk(minutes, method=np.where(coarse, "cell", "gnss").tolist(), accuracy_m=np.where(coarse, 800.0, 10.0))
    home = wb.Claim(place=(1.2, 51.4), start="2026-03-03T00:20Z", end="2026-03-03T01:40Z", kind="throughout")
    assert wb.check(home, tracks).answer == "supported"
    hole = (minutes > 40) & (minutes < 70)
    tracks = walk(minutes, method=np.where(hole, "cell", "gnss").tolist(), accuracy_m=np.where(hole, 800.0, 10.0))
    verdict = wb.check(home, tracks)
    assert verdict.answer != "contradicted"
    question = resolve_claim(home, tracks)
    around = surroundings(question, observe(tracks, question.wearer), tracks)
    logic = decide(question, around, findings(around.seen, question, [ASSUMED]), [ASSUMED])
    assert (logic.answer, logic.reason) == ("cannot tell", "gap")
    assert "too coarse" in " ".join(because(question, logic))
    assert verdict.longest_gap_minutes == pytest.approx(2)


def test_the_complement_mirrors_the_region(walk) -> None:
    tracks = walk(np.arange(0, 60, 2.0), 400.0)
    claim = wb.Claim(place=(1.2, 51.4), start="2026-03-03T00:10Z", end="2026-03-03T00:50Z", kind="throughout")
    question = resolve_claim(claim, tracks)
    reading = read(fixes_around(observe(tracks, question.wearer), question), question.region, ASSUMED)
    assert not presence(reading).runs
    (run,) = presence(reading, complement=True).certain
    assert run.end_s - run.start_s == pytest.approx(58 * 60)


def test_long_silences_are_not_witnessed(walk) -> None:
    tracks = walk([0, 2, 4, 12, 14, 16])
    question = resolve_claim(wb.Claim(place=(1.2, 51.4), start="2026-03-03T00:00Z", end="2026-03-03T00:16Z"), tracks)
    reading = read(fixes_around(observe(tracks, question.wearer), question), question.region, ASSUMED)
    found = presence(reading)
    assert len(found.certain) == 1
    assert found.covered_s(0, 960) == pytest.approx(8 * 60)
    assert found.covered_s(60, 180) == pytest.approx(120)
    assert not [r for r in presence(reading, gap_s=300).certain if r.end_s - r.start_s > 300]
