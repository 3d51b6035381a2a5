"""What must hold of any answer, over made tracks with the faults of real recordings (contract 4, methods 17.4)."""

from __future__ import annotations

import math
import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import workbench as wb
from workbench.evidence.claim import resolve_claim
from workbench.evidence.explain.because import because
from workbench.evidence.logic.finding import findings
from workbench.evidence.parameters import SUPPORTING
from workbench.evidence.pipeline import examine
from workbench.observations.wearer import observe
from workbench.testing import SEA, make_fixes, make_tracks

START = pd.Timestamp("2026-03-03T00:00Z")
HOME, SHOP, FAR = (0.0, 0.0), (1400.0, 0.0), (60_000.0, 20_000.0)
FAULTS = (
    "two devices",
    "no name",
    "spikes",
    "burst",
    "jump flags",
    "hour ahead",
    "flight",
    "moved wifi",
    "gap",
    "window",
    "frozen",
)
SWAPPED = {"supported": "contradicted", "contradicted": "supported", "cannot tell": "cannot tell"}


def course(minutes: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """At home, from 12:00 a quarter of an hour's walk to the shop, there for an hour, and back."""
    x = np.interp(minutes, [0, 720, 735, 795, 810, 1440], [0, 0, SHOP[0], SHOP[0], 0, 0])
    return np.stack([x, np.zeros_like(x)]) + rng.normal(0, 5, (2, len(minutes)))


def faulty(seed: int, faults: list[str]) -> wb.Tracks:
    """Make a day from 11:00 to 15:00, a fix each one to six minutes, with faults."""
    rng = np.random.default_rng(seed)
    minutes = np.arange(660, 900, float(rng.choice([1, 2, 3, 6])))
    place = course(minutes, rng)
    method = np.full(len(minutes), "gnss", object)
    quality = np.zeros(len(minutes), np.int64)
    device = np.full(len(minutes), "D1", object)
    span = slice(*sorted(rng.integers(0, len(minutes), 2).tolist()))
    if "spikes" in faults:
        place[:, rng.random(len(minutes)) < 0.05] += rng.normal(0, 3000, (2, 1))
    if "burst" in faults:
        place[:, span] += np.array([[rng.normal(0, 20_000)], [0.0]])
    if "moved wifi" in faults:
        place[:, span], method[span] = np.array([[900.0], [700.0]]), "wifi"
    if "flight" in faults:
        place[0] += np.clip(minutes - rng.uniform(700, 880), 0, None) * 60 * 240
    if "frozen" in faults:
        place[:, span] = place[:, span][:, :1]
    if "jump flags" in faults:
        quality[rng.random(len(minutes)) < 0.3] = int(wb.Quality.JUMP)
    if "hour ahead" in faults:
        minutes = np.where((minutes >= 730) & (minutes < 760), minutes + 60, minutes)
    if "two devices" in faults or "no name" in faults:
        more = minutes + 0.5
        place = np.concatenate([place, rng.normal(0, 5, (2, len(more)))], axis=1)
        method, quality = np.tile(method, 2), np.concatenate([quality, np.zeros(len(more), np.int64)])
        device = np.concatenate([device, np.full(len(more), "D2" if "two devices" in faults else "D1", object)])
        minutes = np.concatenate([minutes, more])
    keep = np.ones(len(minutes), bool)
    if "gap" in faults:
        a = rng.uniform(690, 820)
        keep = (minutes < a) | (minutes > a + rng.uniform(10, 90))
    made = make_fixes(minutes=minutes, x=place[0], y=place[1], method=method.tolist(), quality=quality.tolist())
    made = made.assign(device_id=pd.Series(device, dtype="str", index=made.index) if len(device) == len(made) else "D1")[keep]
    tracks = make_tracks(made)
    if "window" in faults:
        low = START + pd.Timedelta(minutes=float(rng.uniform(660, 780)))
        high = low + pd.Timedelta(minutes=float(rng.uniform(30, 200)))
        tracks = wb.Tracks(tracks.between(low, high).fixes, tracks.load, (low, high))
    return tracks


@st.composite
def asked(draw) -> tuple[wb.Claim, wb.Tracks]:
    """A faulty day and a claim about it."""
    faults = draw(st.lists(st.sampled_from(FAULTS), max_size=3, unique=True))
    tracks = faulty(draw(st.integers(0, 2**31)), faults)
    x, y = draw(st.sampled_from([HOME, SHOP, FAR, (700.0, 0.0), (1400.0, 90.0), (900.0, 700.0)]))
    first, length = draw(st.integers(665, 860)), draw(st.integers(3, 40))
    lon, lat = (float(v[0]) for v in SEA.to_degrees([x], [y]))
    kind = draw(st.sampled_from(["visited", "throughout", "never", "at"]))
    claim = wb.Claim(
        place=(lon, lat),
        radius_m=draw(st.sampled_from([30.0, 60.0, 200.0])),
        start=START + pd.Timedelta(minutes=first),
        end=START + pd.Timedelta(minutes=first + length),
        kind=kind,
        min_minutes=min(draw(st.sampled_from([0.0, 2.0, 10.0])), float(length)),
        tolerance_minutes=draw(st.sampled_from([0.0, 5.0])),
        timezone="UTC",
        wearer="W1",
    )
    return claim, tracks


def rows_there(claim: wb.Claim, tracks: wb.Tracks) -> np.ndarray:
    """The unflagged satellite fixes of the time claimed that lie in the place with three of their errors to spare."""
    fixes = tracks.fixes
    spot = SEA.to_metres([claim.place[0]], [claim.place[1]])
    x, y = SEA.to_metres(fixes["lon"].to_numpy(float), fixes["lat"].to_numpy(float))
    deep = np.hypot(x - spot[0], y - spot[1]) <= claim.radius_m - 3 * fixes["accuracy_m"].to_numpy(float) / 2.45
    in_time = (fixes["time"] >= claim.start) & (fixes["time"] <= claim.end)
    return (deep & in_time & (fixes["quality"] == 0) & (fixes["method"] == "gnss")).to_numpy(bool)


def parts_of(verdict: wb.Verdict) -> list[float]:
    named = (verdict.log10_lr_far, verdict.log10_lr_near, verdict.log10_lr_versus)
    return [v for v in named if not math.isnan(v)]


def nothing_reported(text: str) -> bool:
    return "reported nothing for" in text


@settings(deadline=None, max_examples=120)
@given(case=asked())
def test_logic_is_in_order_and_no_fix_in_the_place_is_explained_away(case) -> None:
    claim, tracks = case
    if not len(tracks):
        return
    question = resolve_claim(claim, tracks)
    decided = examine(question, observe(tracks, question.wearer), tracks, sensitivity=False, drawn=False).decision
    for found in findings(decided.observed.seen, question, SUPPORTING):
        assert not found.definitely_sometime or found.possibly_sometime
        assert not found.definitely_always or (found.possibly_always and found.definitely_sometime)
    if claim.kind != "throughout" and rows_there(claim, tracks).any():
        assert decided.reason != "excluded"
    text = " ".join(because(question, decided))
    assert "{" not in text
    if nothing_reported(text):
        time = (tracks.fixes["time"] - pd.Timestamp(claim.start)).dt.total_seconds().to_numpy()
        silence = decided.mute
        assert not ((time > silence.start_s + 1e-6) & (time < silence.end_s - 1e-6)).any(), text
    nearest = re.search(r"nearest position the tag reported in that time lies ([\d.]+) (m|km)", text)
    if nearest:
        spot = question.region.shape
        x, y = question.region.frame.to_metres(tracks.fixes["lon"].to_numpy(float), tracks.fixes["lat"].to_numpy(float))
        time = (tracks.fixes["time"] - pd.Timestamp(claim.start)).dt.total_seconds().to_numpy()
        low, high = question.wide
        away = np.maximum(np.hypot(x - spot.x, y - spot.y) - claim.radius_m, 0)[(time >= low) & (time <= high)]
        said = float(nearest[1]) * (1000 if nearest[2] == "km" else 1)
        assert said == pytest.approx(away.min(), abs=60 if nearest[2] == "km" else 1)


@settings(deadline=None, max_examples=60)
@given(case=asked())
def test_a_strength_never_opposes_all_its_parts_and_words_say_its_side(case) -> None:
    claim, tracks = case
    if not len(tracks):
        return
    verdict = wb.check(claim, tracks, sensitivity=False)
    parts = parts_of(verdict)
    assert not parts or any(p * verdict.log10_lr >= 0 for p in parts)
    assert ("other statement" in verdict.words) == (verdict.log10_lr < -math.log10(2) - 1e-9)
    if tracks.window is not None and (claim.end <= tracks.window[0] or claim.start >= tracks.window[1]):
        assert (verdict.answer, verdict.reason, verdict.log10_lr) == ("cannot tell", "outside_window", 0.0)
    if verdict.reason in ("inconsistent", "outside_window", "no_data"):
        assert verdict.answer == "cannot tell"
        assert verdict.log10_lr == 0.0 or verdict.reason == "outside_window"


@settings(deadline=None, max_examples=40)
@given(case=asked())
def test_never_is_minus_visited(case) -> None:
    claim, tracks = case
    fields = {**vars(claim), "kind": "visited"}
    time = tracks.fixes["time"]
    seen = tracks.fixes[(time >= claim.start) & (time <= claim.end)]
    if not (seen["quality"] == 0).any():
        return  # fixes on either side of a silence may support presence, but contradict nobody
    one, two = (wb.check(wb.Claim(**{**fields, "kind": k}), tracks, sensitivity=False) for k in ("visited", "never"))
    assert two.log10_lr == pytest.approx(-one.log10_lr, abs=1e-9)
    if "outside_window" not in (one.reason, two.reason):
        assert (two.answer, two.reason) == (SWAPPED[one.answer], one.reason)
