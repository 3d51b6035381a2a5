"""Real tracks: what a diary or the track itself says is never contradicted, and places far away are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.testing import make_tracks

pytestmark = pytest.mark.slow

DIARY = "ssi_open_geodata-Utrecht1-2024-06-10.csv"


def _diary_stops(path: Path) -> pd.DataFrame:
    """Stretches of ten minutes and more that the diary calls a stop."""
    rows = pd.read_csv(path, parse_dates=["timestamp"]).sort_values("timestamp", kind="stable")
    rows["spell"] = (rows["stop"] != rows["stop"].shift()).cumsum()
    stops = (
        rows[rows["stop"]]
        .groupby("spell")
        .agg(start=("timestamp", "min"), end=("timestamp", "max"), lon=("longitude", "median"), lat=("latitude", "median"))
    )
    return stops[stops["end"] - stops["start"] >= pd.Timedelta(minutes=10)]


def test_the_stops_of_a_diary_are_not_contradicted(open_data) -> None:
    path = open_data("ssi_diary_gps") / DIARY
    tracks = wb.read_tracks(path)
    stops = _diary_stops(path)
    assert len(stops) >= 2
    answers = []
    for stop in stops.itertuples():
        span = {"start": stop.start, "end": stop.end}
        answers.append(wb.check(wb.Claim(place=(stop.lon, stop.lat), radius_m=150, **span), tracks).answer)
        away = wb.check(wb.Claim(place=(stop.lon + 1.5, stop.lat), radius_m=150, **span), tracks)
        assert (away.answer, away.reason) in {("contradicted", "excluded"), ("cannot tell", "gap")}
    assert "contradicted" not in answers
    assert "supported" in answers


@pytest.mark.parametrize("hour", [9, 21])
def test_a_real_tag_is_supported_where_it_reports_itself(open_data, hour) -> None:
    tracks = wb.read_tracks(open_data("moj_em_tag_london") / "positions_2026-02-10_2026-03-06.json")
    answers = set()
    for day in pd.date_range("2026-02-12", "2026-03-01", freq="3D", tz="UTC"):
        start = day + pd.Timedelta(hours=hour)
        part = tracks.between(start, start + pd.Timedelta(hours=2))
        if len(part) < 10:
            continue
        place = (float(part.fixes["lon"].median()), float(part.fixes["lat"].median()))
        for radius in (300, 3000):
            claim = wb.Claim(place=place, start=start, end=start + pd.Timedelta(hours=2), radius_m=radius)
            verdict = wb.check(claim, tracks)
            mixed = wb.check(claim, replace(make_tracks(tracks.fixes.sample(frac=1, random_state=1)), load=tracks.load))
            assert verdict.card().text() == mixed.card().text()
            assert verdict.answer != "contradicted"
            answers.add(verdict.answer)
    assert "supported" in answers


def test_half_of_the_fixes_never_turn_an_answer_round(open_data) -> None:
    """K9: leaving out half at random may weaken an answer, never reverse it (a hundred times: benchmarks.half_the_fixes)."""
    path = open_data("ssi_diary_gps") / DIARY
    tracks, rng = wb.read_tracks(path), np.random.default_rng(1)
    stop = _diary_stops(path).iloc[0]
    for shift in (0.0, 1.5):
        claim = wb.Claim(place=(stop["lon"] + shift, stop["lat"]), radius_m=150, start=stop["start"], end=stop["end"])
        whole = wb.check(claim, tracks).answer
        for _ in range(4):
            kept = tracks.fixes[rng.random(len(tracks)) < 0.5]
            assert {whole, wb.check(claim, make_tracks(kept), sensitivity=False).answer} != {"supported", "contradicted"}
