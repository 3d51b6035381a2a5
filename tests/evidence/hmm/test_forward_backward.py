"""D3, D5, D6, D7, K2, K4, K5 and what fixes may and may not do."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from workbench.base.errors import InputError
from workbench.evidence.hmm.constraints import Constraint, even_shifts
from workbench.evidence.hmm.forward_backward import Chances, chances, log_likelihood
from workbench.evidence.hmm.model import HiddenMarkovModel
from workbench.evidence.likelihood_ratio import ratios, versus

SHAPE = (11, 13)
RELAXED = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def masks() -> tuple[np.ndarray, np.ndarray]:
    inside, ring = np.zeros(SHAPE, bool), np.zeros(SHAPE, bool)
    inside[4:7, 5:8], ring[2:9, 3:10] = True, True
    return inside, ring


def mirrored(model: HiddenMarkovModel) -> HiddenMarkovModel:
    """Turn the world's west to its east."""
    nx = model.grid.nx
    step = model.transitions._replace(
        stop=np.ascontiguousarray(model.transitions.stop[:, ::-1]), change=np.ascontiguousarray(model.transitions.change[:, ::-1])
    )
    start = np.ascontiguousarray(model.start[:, :, ::-1])
    return replace(model, transitions=step, start=start, emissions=model.emissions._replace(x=nx - 1 - model.emissions.x))


@pytest.mark.parametrize("vehicle_ms", [2.0, 14.0, 36.0])
@pytest.mark.parametrize("shape", [(7, 13), (1, 4), (90, 70)])
def test_no_fix_no_loss(make_model, shape, vehicle_ms):
    """D3: a leaking border would show as a likelihood below one."""
    model = make_model(0, shape=shape, steps=40, fixes=0, vehicle_ms=vehicle_ms)
    assert abs(log_likelihood(model)) <= 1e-9
    assert abs(log_likelihood(model, drop_share=0.0)) <= 1e-9


@given(seed=st.integers(0, 10_000), kind=st.sampled_from(["visited", "throughout", "at"]))
@RELAXED
def test_mirroring_the_world_changes_nothing(make_model, seed, kind):
    model, (inside, ring) = make_model(seed, shape=SHAPE, vehicle_ms=9.0), masks()
    claim = Constraint(kind, inside, ring, 3, 8, dwell=2, slack=1)
    other = Constraint(kind, np.ascontiguousarray(inside[:, ::-1]), np.ascontiguousarray(ring[:, ::-1]), 3, 8, dwell=2, slack=1)
    turned = mirrored(model)
    assert log_likelihood(model) == pytest.approx(log_likelihood(turned), abs=1e-9)
    assert np.allclose(chances(model, claim), chances(turned, other), rtol=0, atol=1e-9)


@pytest.mark.parametrize("kind", ["visited", "throughout", "at"])
@pytest.mark.parametrize(("shifts", "apart"), [((0,), False), ((-2, 0, 2), False), ((-1, 0, 1), True)])
def test_no_fix_no_evidence(make_model, kind, shifts, apart):
    """D6: the same sums with and without nothing give a ratio of exactly one."""
    model, (inside, ring) = make_model(3, shape=SHAPE, fixes=0), masks()
    claim = Constraint(kind, inside, ring, 3, 7, dwell=2, slack=1, shifts=shifts, apart=apart)
    found = ratios(chances(model, claim), chances(model.without_fixes(), claim))
    assert found == (0.0, 0.0)


@pytest.mark.parametrize("kind", ["visited", "throughout"])
def test_the_same_answer_every_time_and_on_every_thread(make_model, kind):
    """D7."""
    model, (inside, ring) = make_model(8, shape=SHAPE), masks()
    claim = Constraint(kind, inside, ring, 3, 8, dwell=2, slack=1)
    with ThreadPoolExecutor(2) as pool:
        answers = {tuple(a) for a in pool.map(lambda _: chances(model, claim), range(10))}
    assert answers == {tuple(chances(model, claim))}


@given(seed=st.integers(0, 10_000), dwell=st.integers(1, 4))
@RELAXED
def test_a_larger_region_is_not_harder_to_visit(make_model, seed, dwell):
    """K2."""
    model = make_model(seed, shape=SHAPE, fixes=5)
    last = 0.0
    for grow in range(4):
        inside = np.zeros(SHAPE, bool)
        inside[5 - grow : 7 + grow, 5 - grow : 7 + grow] = True
        now = chances(model, Constraint("visited", inside, inside, 3, 8, dwell=dwell), drop_share=0.0).true
        assert now >= last - 1e-12
        last = now


@given(seed=st.integers(0, 10_000))
@RELAXED
def test_always_is_rarer_than_at_and_at_than_sometime(make_model, seed):
    """K4."""
    model, (inside, ring) = make_model(seed, shape=SHAPE, fixes=5), masks()
    always, sometime = (chances(model, Constraint(k, inside, ring, 3, 8)).true for k in ("throughout", "visited"))
    for step in range(3, 8):
        now = chances(model, Constraint("at", inside, ring, step, step + 1)).true
        assert always <= now + 1e-8
        assert now <= sometime + 1e-8


@given(seed=st.integers(0, 10_000))
@RELAXED
def test_longer_visits_are_rarer_and_more_slack_is_easier(make_model, seed):
    model, (inside, ring) = make_model(seed, shape=SHAPE, fixes=5), masks()
    visits = [chances(model, Constraint("visited", inside, ring, 3, 8, dwell=n), drop_share=0.0).true for n in range(1, 7)]
    stays = [chances(model, Constraint("throughout", inside, ring, 3, 8, slack=n), drop_share=0.0).true for n in range(6)]
    assert all(a >= b - 1e-12 for a, b in pairwise(visits))
    assert visits[5] == 0.0
    assert all(a <= b + 1e-12 for a, b in pairwise(stays))
    assert stays[5] == pytest.approx(1.0, abs=1e-12)
    assert visits[4] == pytest.approx(stays[0], rel=1e-9)


@given(parts=st.lists(st.floats(1e-6, 1), min_size=6, max_size=6))
def test_the_opposite_claim_has_the_opposite_strength(parts):
    """K5: far turns its sign when claim and opposite change places; versus when the accounts do."""
    given_, prior = (Chances(*np.array(three) / sum(three)) for three in (parts[:3], parts[3:]))
    opposite = ratios(Chances(given_.near + given_.far, given_.true, 0.0), Chances(prior.near + prior.far, prior.true, 0.0))
    assert opposite.far == pytest.approx(-ratios(given_, prior).far, abs=1e-9)
    assert versus(given_, prior, prior, given_) == pytest.approx(-versus(prior, given_, given_, prior), abs=1e-9)


def test_a_fix_in_the_region_speaks_for_it_and_one_elsewhere_against(make_model):
    model, (inside, ring) = make_model(4, shape=SHAPE, fixes=2, steps=10), masks()
    at = np.array([0, 0, 0, 0, 0, 1, 2, 2, 2, 2, 2])
    claim = Constraint("visited", inside, ring, 3, 8, dwell=2)
    prior = chances(model.without_fixes(), claim)
    there, away = (
        replace(model, emissions=model.emissions._replace(first=at, x=np.full(2, x), y=np.full(2, y)))
        for x, y in ((6.0, 5.0), (0.0, 0.0))
    )
    assert ratios(chances(there, claim), prior).far > 1
    assert ratios(chances(away, claim), prior).far < 0


def test_fixes_that_contradict_each_other_still_give_an_answer(make_model):
    """A jump that no path can make must cost, not break."""
    model, (inside, ring) = make_model(4, shape=(80, 80), fixes=8, steps=10, vehicle_ms=1.0), masks()
    model = replace(
        model, emissions=model.emissions._replace(x=np.tile([1.0, 78.0], 4), y=np.tile([1.0, 78.0], 4), temper=np.ones(8))
    )
    inside, ring = np.zeros((80, 80), bool), np.zeros((80, 80), bool)
    inside[38:42, 38:42], ring[30:50, 30:50] = True, True
    found = chances(model, Constraint("visited", inside, ring, 3, 8))
    assert np.isfinite(found).all()
    assert sum(found) == pytest.approx(1.0)


def test_an_uncertain_time_is_the_mean_over_its_shifts(make_model):
    model, (inside, ring) = make_model(6, shape=SHAPE, steps=14, fixes=6), masks()
    for kind in ("visited", "throughout", "at"):
        shifted = [
            chances(model, Constraint(kind, inside, ring, 4 + o, 8 + o, dwell=2, slack=1), drop_share=0.0) for o in (-2, 0, 2)
        ]
        mean = chances(model, Constraint(kind, inside, ring, 4, 8, dwell=2, slack=1, shifts=(-2, 0, 2)), drop_share=0.0)
        assert np.allclose(mean, np.mean(shifted, axis=0), rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize(("kind", "extra"), [("visited", {"dwell": 1}), ("visited", {"dwell": 3}), ("throughout", {"slack": 1})])
@pytest.mark.parametrize("fixes", [0, 3, 9])
def test_uncertain_starts_and_ends_are_the_mean_over_all_pairs(make_model, kind, extra, fixes):
    model, (inside, ring) = make_model(6, shape=SHAPE, steps=14, fixes=fixes), masks()
    shifts = (-2, 0, 1)
    pairs = [
        chances(model, Constraint(kind, inside, ring, 4 + a, 9 + b, **extra), drop_share=0.0) for a in shifts for b in shifts
    ]
    mean = chances(model, Constraint(kind, inside, ring, 4, 9, shifts=shifts, apart=True, **extra), drop_share=0.0)
    assert np.allclose(mean, np.mean(pairs, axis=0), rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("kind", ["visited", "throughout", "at"])
def test_shifts_without_a_later_fix_are_tried_as_one_and_give_the_same(make_model, kind):
    model, (inside, ring) = make_model(6, shape=SHAPE, steps=14, fixes=3), masks()
    early = replace(model, emissions=model.emissions._replace(first=np.array([0, 1, 3, *[3] * 12])))
    shifted = [chances(early, Constraint(kind, inside, ring, 6 + o, 9 + o, dwell=2, slack=1), drop_share=0.0) for o in (-2, 0, 2)]
    mean = chances(early, Constraint(kind, inside, ring, 6, 9, dwell=2, slack=1, shifts=(-2, 0, 2)), drop_share=0.0)
    assert np.allclose(mean, np.mean(shifted, axis=0), rtol=1e-10, atol=1e-14)


def test_duplicates_with_tempered_weights_add_nothing(make_model):
    """K3: two copies that share one weight are one fix."""
    model, (inside, ring) = make_model(9, shape=SHAPE, fixes=3), masks()
    s = model.emissions
    twice = s._replace(
        **{name: np.repeat(getattr(s, name), 2, axis=0) for name in ("x", "y", "weight", "variance")},
        first=2 * s.first,
        temper=np.repeat(s.temper / 2, 2),
    )
    claim = Constraint("visited", inside, ring, 3, 8, dwell=2)
    assert np.allclose(chances(model, claim), chances(replace(model, emissions=twice), claim), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("tolerance", range(12))
def test_shifts_are_even_and_within_the_tolerance(tolerance):
    shifts = even_shifts(tolerance)
    assert len(set(shifts)) == len(shifts) == min(5, 2 * tolerance + 1)
    assert max(shifts) <= tolerance
    assert sum(shifts) == 0
    assert 0 in shifts


def test_claims_that_do_not_fit_are_refused(make_model):
    model, (inside, ring) = make_model(0, shape=SHAPE), masks()
    for wrong in (
        {"kind": "sometimes"},
        {"ring": ~ring},
        {"inside": np.zeros(SHAPE, bool)},
        {"first": 0},
        {"last": 3},
        {"dwell": 0},
        {"slack": -1},
        {"shifts": ()},
        {"shifts": (-3,)},
        {"every": 0},
        {"shifts": (-2, 3), "apart": True},
        {"ring": ring[:-1]},
    ):
        with pytest.raises(InputError):
            Constraint(**{"kind": "visited", "inside": inside, "ring": ring, "first": 3, "last": 8, **wrong})
    with pytest.raises(InputError, match="ends after"):
        chances(model, Constraint("visited", inside, ring, 3, 11))
    with pytest.raises(InputError, match="different grids"):
        chances(model, Constraint("visited", inside[:-1], ring[:-1], 3, 8))
