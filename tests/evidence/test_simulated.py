"""Claims about simulated wearers, labelled by their exact truth: an answer may be missing, but not wrong."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.evidence.claim import resolve_claim
from workbench.evidence.coverage import surroundings
from workbench.evidence.decision import decide
from workbench.evidence.logic.finding import findings
from workbench.evidence.parameters import settings
from workbench.geo.projection import LocalFrame, distance_m
from workbench.observations.wearer import observe
from workbench.tables.load import LoadReport
from workbench.time.instants import micros

HOUR_S = 3600.0


def longest_s(inside: np.ndarray) -> float:
    """The longest unbroken stay in truth rows of ten seconds."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], inside.astype(int), [0]])))
    return 10.0 * float((edges[1::2] - edges[::2]).max(initial=0))


def label(inside: np.ndarray, claim: wb.Claim, length_s: float) -> bool:
    """What is true: a stay of two minutes, or no more absence than the slack."""
    if claim.kind == "throughout":
        return 10.0 * float((~inside).sum()) <= max(300.0, 0.05 * length_s)
    return longest_s(inside) >= 120.0


def answer(claim: wb.Claim, tracks: wb.Tracks) -> str:
    """The answer of ``wb.check`` without its sentences, which would take most of the time."""
    question = resolve_claim(claim, tracks)
    around = surroundings(question, observe(tracks, question.wearer), tracks)
    tried = settings(clock_s=60.0 if around.seen.coarse.any() else 2.0)
    return decide(question, around, findings(around.seen, question, tried), tried).answer


def thinned(fixes: pd.DataFrame, time_s: np.ndarray, start: float, length_s: float, rng: np.random.Generator) -> pd.DataFrame:
    """Keep all fixes, one in five, or all but those of a hole of 15 to 60 minutes."""
    regime = rng.integers(3)
    keep = np.ones(len(fixes), bool)
    if regime == 1:
        keep = rng.random(len(fixes)) < 0.2
    if regime == 2:
        hole = 60 * rng.uniform(15, 60)
        begin = rng.uniform(start - hole / 2, start + length_s - hole / 2)
        keep = (time_s < begin) | (time_s > begin + hole)
    return fixes[keep & (np.abs(time_s - start) < 9 * HOUR_S)]


@pytest.fixture(scope="module")
def judged() -> pd.DataFrame:
    """Judge 240 claims: places truly visited, and places 20 to 400 m beside the true path."""
    rng = np.random.default_rng(5)
    sim = wb.simulate(seed=909, wearers=3, days=5)
    rows = []
    for wearer in sim.tracks.wearers:
        fixes = sim.tracks.of(wearer).fixes
        truth = sim.truth[sim.truth["wearer_id"] == wearer]
        fixed_s, true_s = micros(fixes["time"]) / 1e6, micros(truth["time"]) / 1e6
        for _ in range(80):
            length = 60.0 * rng.choice([20, 40, 60, 120])
            start = rng.uniform(true_s[0] + 2 * HOUR_S, true_s[-1] - 4 * HOUR_S)
            part = slice(*np.searchsorted(true_s, [start, start + length]))
            radius = float(rng.choice([60, 100, 200]))
            at = truth.iloc[rng.integers(part.start, part.stop)]
            turn, beside = rng.uniform(0, 2 * np.pi), rng.choice([0.0, radius + rng.uniform(20, 400)])
            lon, lat = LocalFrame(at["lon"], at["lat"]).to_degrees([beside * np.cos(turn)], [beside * np.sin(turn)])
            kind = str(rng.choice(["visited", "throughout"]))
            claim = wb.Claim(
                place=(float(lon[0]), float(lat[0])),
                radius_m=radius,
                wearer=wearer,
                kind=kind,
                start=pd.Timestamp(round(start * 1e6), unit="us", tz="UTC"),
                end=pd.Timestamp(round((start + length) * 1e6), unit="us", tz="UTC"),
                tolerance_minutes=0,
            )
            inside = distance_m(truth["lon"].to_numpy()[part], truth["lat"].to_numpy()[part], *claim.place) <= radius
            seen = wb.Tracks(thinned(fixes, fixed_s, start, length, rng), LoadReport(0, 0))
            if wearer not in seen.wearers:
                continue
            rows.append({"kind": kind, "true": label(inside, claim, length), "answer": answer(claim, seen)})
    return pd.DataFrame(rows)


def test_supported_is_true_and_contradicted_is_false(judged: pd.DataFrame) -> None:
    supported, contradicted = (judged[judged["answer"] == a] for a in ("supported", "contradicted"))
    assert len(supported) >= 20
    assert supported["true"].mean() >= 0.98
    assert len(contradicted) >= 10
    assert not contradicted["true"].any()


def test_both_labels_and_all_answers_occur(judged: pd.DataFrame) -> None:
    assert judged["true"].mean() == pytest.approx(0.5, abs=0.25)
    assert set(judged["answer"]) == {"supported", "contradicted", "cannot tell"}
