"""The second world is whole, and unlike the first where it says so."""

from __future__ import annotations

from functools import partial
from itertools import pairwise

import numpy as np
import pandas as pd

import workbench as wb
from tests.validation.other_world import LEVEL, TOWN, other_lives
from workbench.position_error.calibrate import calibrate_fixes
from workbench.simulation.run import Simulation
from workbench.validation.baselines import dot
from workbench.validation.study import run_study


def test_people_move_without_leaps_and_tags_report_every_two_minutes() -> None:
    sim = other_lives(1, days=4)
    x, y = TOWN.to_metres(sim.truth["lon"].to_numpy(), sim.truth["lat"].to_numpy())
    assert len(sim.truth) == 4 * 8640
    assert np.hypot(np.diff(x), np.diff(y)).max() < 120
    waits = sim.tracks.fixes["time"].diff().dt.total_seconds()[1:]
    assert waits.median() == 120
    assert waits.max() > 600
    assert (sim.tracks.fixes["accuracy_level"] == LEVEL).all()
    assert set(sim.truth["mode"]) >= {"still", "vehicle"}


def test_its_errors_are_another_law_that_can_be_measured(lives: Simulation) -> None:
    sim = other_lives(2, days=10)
    truth = sim.truth
    code = truth["place_id"].cat.codes.to_numpy()
    edges = np.flatnonzero(np.diff(np.concatenate([[-2], code, [-2]])))
    stays = [(a, b) for a, b in pairwise(edges) if code[a] >= 0 and b - a > 60]
    known = pd.DataFrame(
        {
            "lon": [truth["lon"].iloc[a] for a, _ in stays],
            "lat": [truth["lat"].iloc[a] for a, _ in stays],
            "start": [truth["time"].iloc[a] for a, _ in stays],
            "end": [truth["time"].iloc[b - 1] for _, b in stays],
        }
    )
    line = calibrate_fixes(sim.tracks, known).coverage.iloc[0]
    assert 0.3 < line["inside"] < 0.55
    assert line["claimed"] == LEVEL
    assert lives.tracks.fixes["accuracy_level"].iloc[0] != LEVEL


def test_claims_about_it_can_be_sampled_and_asked() -> None:
    rows = run_study(
        [3],
        n=12,
        ask=lambda row: {"label": row.label, "dot": dot(row.claim, row.tracks), "made": row.made},
        lives=partial(other_lives, days=6),
    )
    assert len(rows) == 12
    assert 0 < rows["label"].sum() < 12
    sampled = wb.sample_claims(other_lives(3, days=6), n=2)
    assert wb.check(sampled["claim"][0], sampled["tracks"][0], sensitivity=False).answer in (
        "supported",
        "contradicted",
        "cannot tell",
    )
