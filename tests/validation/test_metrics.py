"""The figures of a set of strengths, against lir, scikit-learn and sums written out by hand."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lir.algorithms.bayeserror import elub
from lir.data.models import LLRData
from lir.metrics import cllr as lir_cllr
from lir.metrics import cllr_cal as lir_cllr_cal
from lir.metrics import cllr_min as lir_cllr_min
from lir.metrics.devpav import devpav as lir_devpav
from lir.plotting.expected_calibration_error import calculate_ece
from sklearn.linear_model import LogisticRegression

from workbench.base.errors import InputError
from workbench.base.shares import wilson
from workbench.validation.baselines import cross_fitted, fit_logistic, fit_sides, folds_of
from workbench.validation.metrics import (
    brier,
    cllr,
    cllr_min,
    cross_entropy,
    devpav,
    empirical_bounds,
    misleading,
    pav,
    reliability,
    tippett,
)


def made(seed: int, n: int = 150) -> tuple[np.ndarray, np.ndarray]:
    """Strengths that overlap, some of them equal to the tenth, with unequal classes."""
    rng = np.random.default_rng(seed)
    label = rng.random(n) < rng.uniform(0.2, 0.8)
    label[:2] = [True, False]
    x = rng.normal(np.where(label, 1.0, -1.0) * rng.uniform(0.2, 2), rng.uniform(0.5, 2)) * rng.uniform(0.5, 1.5) + rng.normal()
    return (np.round(x, 1) if seed % 2 else x), label


@pytest.mark.parametrize("seed", range(8))
def test_they_agree_with_lir(seed: int) -> None:
    x, label = made(seed)
    data = LLRData(features=x, labels=label.astype(int))
    assert cllr(x, label) == pytest.approx(lir_cllr(data), abs=1e-9)
    assert cllr_min(x, label) == pytest.approx(lir_cllr_min(data), abs=1e-9)
    assert cllr(x, label) - cllr_min(x, label) == pytest.approx(lir_cllr_cal(data), abs=1e-9)
    assert devpav(x, label) == pytest.approx(lir_devpav(x, label.astype(int)), abs=1e-9, nan_ok=True)
    odds = np.linspace(-2.5, 2.5, 11)
    theirs = calculate_ece(10.0**x, label.astype(int), 10.0**odds / (1 + 10.0**odds))
    assert cross_entropy(x, label, odds) == pytest.approx(theirs, abs=1e-9)
    assert empirical_bounds(x, label) == pytest.approx(elub(x.copy(), label.astype(int)), abs=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_the_map_is_that_of_scikit_learn(seed: int) -> None:
    rng = np.random.default_rng(seed)
    label = rng.random(3000) < 0.3
    x = np.clip(rng.normal(np.where(label, 1.2, -0.8), 1.3), -4, 4)
    model = LogisticRegression(C=np.inf, class_weight="balanced", tol=1e-10).fit(x[:, None] * math.log(10), label)
    a, b = fit_logistic(x, label)
    assert a == pytest.approx(float(model.intercept_[0]) / math.log(10), abs=0.01)
    assert b == pytest.approx(float(model.coef_[0, 0]), abs=0.01)


def test_classes_that_do_not_overlap_give_a_finite_map() -> None:
    a, b = fit_logistic([-3, -2, 2, 3], [False, False, True, True])
    assert a == pytest.approx(0.0, abs=1e-3)
    assert 1.0 < b < 3.0


@settings(max_examples=40)
@given(st.integers(0, 10_000))
def test_laws_of_the_cost(seed: int) -> None:
    x, label = made(seed, 40)
    assert cllr(x, label) >= cllr_min(x, label) - 1e-12
    assert 0.0 <= cllr_min(x, label) <= 1.0
    assert cllr(-x, ~label) == pytest.approx(cllr(x, label))
    assert cllr_min(3 * x + 1, label) == pytest.approx(cllr_min(x, label))
    assert cllr(np.zeros_like(x), label) == pytest.approx(1.0)
    assert cross_entropy(x, label, [0.0])[0] == pytest.approx(cllr(x, label))
    order = np.random.default_rng(seed).permutation(len(x))
    assert pav(x[order], label[order]) == pytest.approx(pav(x, label)[order])
    best = pav(x, label)[np.argsort(x)]
    assert all(b >= a - 1e-9 for a, b in itertools.pairwise(best))
    low, high = empirical_bounds(x, label)
    assert -math.log10(label.sum() + 1) - 0.02 <= low <= 0 <= high <= math.log10((~label).sum() + 1) + 0.02


@settings(max_examples=20)
@given(st.integers(0, 10_000))
def test_tippett_misleading_brier_and_reliability_by_counting(seed: int) -> None:
    x, label = made(seed, 40)
    curve = tippett(x, label)
    for row in curve.itertuples():
        assert row.true == pytest.approx(np.mean([v > row.log10_lr for v in x[label]]))
        assert row.false == pytest.approx(np.mean([v > row.log10_lr for v in x[~label]]))
    for row in misleading(x, label).itertuples():
        strong = math.log10(row.at_lr)
        against = sum(-v >= strong and v < 0 for v in x[label])
        mistaken = sum(v >= strong and v > 0 for v in x[~label])
        assert (row.for_false, row.against_true, row.share) == (mistaken, against, pytest.approx((mistaken + against) / 40))
    odds = 10.0**x * 0.3 / 0.7
    chance = odds / (1 + odds)
    assert brier(x, label, prior_probability=0.3) == pytest.approx(np.mean((chance - label) ** 2))
    table = reliability(x, label, prior_probability=0.3)
    assert table["n"].sum() == 40
    assert (table["predicted"] * table["n"]).sum() == pytest.approx(chance.sum())
    assert (table["observed"] * table["n"]).sum() == pytest.approx(label.sum())


def test_strengths_that_are_infinite() -> None:
    assert cllr([np.inf, -np.inf], [True, False]) == 0.0
    assert cllr([-np.inf, -1.0], [True, False]) == np.inf
    assert devpav([-np.inf, -1.0, -2.0, 2.0], [True, True, False, False]) == np.inf
    assert math.isnan(devpav([-1.0, 1.0], [False, True]))


@pytest.mark.parametrize(("x", "label"), [([1.0], [True, False]), ([np.nan, 1.0], [True, False]), ([1.0, 2.0], [True, True])])
def test_what_cannot_be_scored_is_refused(x: list[float], label: list[bool]) -> None:
    with pytest.raises(InputError):
        cllr(x, label)


def test_wilson_interval_of_a_text_book() -> None:
    low, high = wilson(81, 263)
    assert (low, high) == (pytest.approx(0.2553, abs=1e-4), pytest.approx(0.3662, abs=1e-4))
    assert wilson(0, 0) == (0.0, 1.0)


def test_no_wearer_judges_himself() -> None:
    rng = np.random.default_rng(2)
    label = rng.random(300) < 0.5
    who = rng.integers(0, 10, 300)
    x = rng.normal(np.where(label, 1.0, -1.0), 1.0)
    before = cross_fitted(x, label, who)
    mine = who == 3
    turned = np.where(mine, ~label, label)
    assert cross_fitted(x, turned, who)[mine] == pytest.approx(before[mine])
    assert np.ptp(folds_of(who)[mine]) == 0
    assert abs(cross_fitted(x, turned, who)[~mine] - before[~mine]).max() > 1e-3


def test_a_side_on_which_too_much_is_said_has_a_slope_of_its_own() -> None:
    """What speaks against presence is made three times too strong: the other side's slope does not suffer from it."""
    rng = np.random.default_rng(4)
    label = rng.random(3000) < 0.5
    x = 0.8686 * rng.normal(np.where(label, 1.0, -1.0), 1.0)
    bent = np.where(x < 0, 3 * x, x)
    _, up, down = fit_sides(bent, label)
    assert (up, down) == (pytest.approx(1.0, abs=0.15), pytest.approx(1 / 3, abs=0.08))
    who = np.arange(3000) % 30
    straight, sided = (cross_fitted(bent, label, who, sides=sides) for sides in (False, True))
    assert cllr(sided, label) < cllr(straight, label) - 0.005
    assert cllr(sided, label) == pytest.approx(cllr(x, label), abs=0.01)
