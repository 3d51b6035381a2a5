"""wb.score over verdicts and over bare strengths, and what simpler rules are worth."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.base.errors import InputError
from workbench.simulation.run import Simulation
from workbench.testing import make_fixes, make_tracks
from workbench.validation.baselines import best_fix, dot, table_strength
from workbench.validation.metrics import cllr


def verdicts(strengths: list[float], answers: list[str]) -> list[wb.Verdict]:
    claim = wb.Claim(place=(1.2, 51.4), start="2026-03-03T00:10Z", end="2026-03-03T00:40Z")
    one = wb.check(claim, make_tracks(make_fixes(minutes=range(0, 60, 3))), sensitivity=False)
    return [dataclasses.replace(one, log10_lr=x, answer=a) for x, a in zip(strengths, answers, strict=True)]


def test_verdicts_and_their_strengths_score_alike() -> None:
    strengths, labels = [2.0, 0.5, -0.5, -2.0, 1.0], [True, True, False, False, False]
    answers = ["supported", "cannot tell", "cannot tell", "contradicted", "supported"]
    found, bare = wb.score(verdicts(strengths, answers), labels), wb.score(strengths, pd.Series(labels))
    assert (found.cllr, found.brier, found.n_true, found.n_false) == (bare.cllr, bare.brier, 2, 3)
    assert found.answers.set_index("answer")["n"].to_dict() == {"supported": 2, "contradicted": 1, "cannot tell": 2}
    assert found.answers.set_index("answer").loc["supported", "share_true"] == 0.5
    assert bare.answers.empty
    assert "supported" in repr(found)
    assert f"{found.cllr:.3f}" in found._repr_html_()


def test_a_verdict_without_strength_counts_in_the_answers_alone() -> None:
    found = wb.score(verdicts([1.0, -1.0, math.nan], ["supported", "contradicted", "cannot tell"]), [True, False, True])
    assert (found.n, found.unscored, found.answers["n"].sum()) == (2, 1, 3)


def test_saying_nothing_costs_one_bit() -> None:
    found = wb.score(np.zeros(10), [True, False] * 5)
    assert found.cllr == pytest.approx(1.0)
    assert found.ece["as_reported"].to_numpy() == pytest.approx(found.ece["nothing_said"].to_numpy())
    assert found.misleading["share"].tolist() == [0, 0, 0]


def test_labels_must_match() -> None:
    with pytest.raises(InputError, match="labels"):
        wb.score([1.0, 2.0], [True])


def test_a_dot_says_in_partly_out_or_none() -> None:
    tracks = make_tracks(make_fixes(minutes=[0, 10, 20, 100], x=[0, 0, 900, 0]))
    ask = [("00:00", "00:15", "in"), ("00:00", "00:30", "partly"), ("00:15", "00:30", "out"), ("00:30", "01:00", "none")]
    for start, end, expected in ask:
        claim = wb.Claim(place=(1.2, 51.4), start=f"2026-03-03T{start}Z", end=f"2026-03-03T{end}Z")
        assert dot(claim, tracks) == expected
        assert (best_fix(claim, tracks) > 0) == (expected in ("in", "partly"))
        throughout = dataclasses.replace(claim, kind="throughout")
        assert (best_fix(throughout, tracks) > 0) == (expected == "in")


def test_a_rule_is_worth_what_it_tells_apart() -> None:
    rng = np.random.default_rng(1)
    label = rng.random(2000) < 0.5
    said = np.where(rng.random(2000) < 0.9, np.where(label, "in", "out"), np.where(label, "out", "in"))
    strength = table_strength(said, label, rng.integers(0, 50, 2000))
    assert strength[said == "in"].mean() == pytest.approx(math.log10(9), abs=0.05)
    assert cllr(strength, label) == pytest.approx(-(0.9 * math.log2(0.9) + 0.1 * math.log2(0.1)), abs=0.03)


def test_dots_and_best_fixes_tell_something_of_sampled_claims(claims: pd.DataFrame, lives: Simulation) -> None:
    visited = claims[claims["kind"] == "visited"]
    dots = [dot(row.claim, row.tracks) for row in visited.itertuples()]
    best = [best_fix(row.claim, row.tracks) for row in visited.itertuples()]
    truth = visited["label"].to_numpy()
    there = np.isin(dots, ["in", "partly"])
    assert there[truth].mean() > 0.6 > 0.2 > there[~truth].mean()
    assert np.median(np.array(best)[truth]) > 0 > np.median(np.array(best)[~truth])
