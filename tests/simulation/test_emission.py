"""What the tags report behaves as docs/methods.md#simulated-truth says."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from workbench.base.quality import Quality, has
from workbench.simulation import land
from workbench.simulation.emission import draw_misses
from workbench.simulation.path import Piece, join_pieces
from workbench.simulation.sampling import CELL, GNSS, NONE, WIFI, Silence, choose_methods, draw_silences, fix_seconds, speaking
from workbench.simulation.wearer import Life
from workbench.tables import FIXES, MODES
from workbench.time.instants import micros

STILL, WALK = MODES.index("still"), MODES.index("walk")


def test_the_table_is_valid_and_in_time_order(lives: list[Life]) -> None:
    for life in lives:
        FIXES.validate(life.fixes)
        assert life.fixes["time"].is_monotonic_increasing
        assert sorted(life.fixes["row"]) == list(range(1, len(life.fixes) + 1))


def test_fixes_a_day(measured: pd.DataFrame) -> None:
    per_day = len(measured) / measured["wearer_id"].nunique() / 14
    assert per_day == pytest.approx(424, rel=0.2)


def test_a_fix_a_minute_when_moving_and_every_three_to_five_when_still() -> None:
    rng = np.random.default_rng(1)
    parts = [Piece(40_000, 0.0, 0.0, STILL), Piece(7200, 9000.0, 0.0, WALK), Piece(40_000, 9000.0, 0.0, STILL)]
    path = join_pieces(0.0, 0.0, parts, 87_200)
    times = fix_seconds(path, rng)
    step = np.diff(times)
    moving = (times[:-1] >= 40_000) & (times[1:] < 47_200)
    assert np.median(step[moving]) == 60 and abs(step[moving] - 60).max() <= 2
    still = times[1:] < 40_000
    assert step[still].min() >= 179 and step[still].max() <= 300
    assert step[still].mean() == pytest.approx(240, abs=8)
    assert times[times >= 40_000].min() <= 40_060


def test_satellite_errors_have_the_measured_quantiles(measured: pd.DataFrame, share: Callable[[pd.DataFrame], float]) -> None:
    gnss = measured[measured["method"] == "gnss"]
    found = gnss["error"].quantile([0.5, 0.68, 0.95, 0.99]).to_numpy()
    assert found[:3] == pytest.approx([10.7, 15.0, 37.0], rel=0.2)
    assert found[3] == pytest.approx(116.0, rel=0.3)
    assert share(gnss) == pytest.approx(0.51, abs=0.05)


def test_mast_and_wifi_circles_hold_what_was_measured() -> None:
    rng = np.random.default_rng(4)
    from workbench.simulation.borough import build_borough

    places = [p for seed in range(51, 55) for p in build_borough(seed).places]
    pieces = [Piece(3600, p.x, p.y, STILL, i, True) for i, p in enumerate(places)]
    path = join_pieces(0.0, 0.0, pieces, 3600 * len(places))
    times = np.arange(1800, int(path.t[-1]), 3600)
    factor = np.sqrt(np.log(1 - 0.68) / np.log(1 - 0.95))
    for method, expected in ((WIFI, 0.46), (CELL, 0.68)):
        misses = draw_misses(path, times, np.full(len(times), method), places, 0.95, rng)
        error = np.hypot(misses.x, misses.y)
        assert (error <= misses.radius_m * factor).mean() == pytest.approx(expected, abs=0.05)


def test_wifi_misses_the_same_way_at_the_same_place(measured: pd.DataFrame) -> None:
    wifi = measured[(measured["method"] == "wifi") & (measured["place"] >= 0)]
    groups = wifi.groupby("place")[["dx", "dy"]]
    often = groups.size() > 20
    assert often.sum() >= 4
    assert groups.std()[often].to_numpy().max() < 6.0
    assert groups.mean()[often].to_numpy().std() > 10.0


@pytest.mark.parametrize(("mode", "step", "tau"), [(STILL, 240, 420.0), (WALK, 60, 60.0)])
def test_satellite_errors_remember_themselves(mode: int, step: int, tau: float) -> None:
    size = 30_000
    path = join_pieces(2400.0, -1900.0, [Piece(size * step, 2400.0, -1900.0, mode)], size * step)
    misses = draw_misses(path, np.arange(size) * step, np.full(size, GNSS), [], 0.95, np.random.default_rng(2))
    calm = np.clip(misses.x, -15, 15)
    found = np.corrcoef(calm[:-1], calm[1:])[0, 1]
    assert found == pytest.approx(np.exp(-step / tau) / np.exp(0.3**2), abs=0.1)


def test_errors_grow_between_tall_buildings_and_indoors(measured: pd.DataFrame) -> None:
    gnss = measured[measured["method"] == "gnss"]
    canyon = land.in_discs(gnss["x"].to_numpy(), gnss["y"].to_numpy(), land.CANYONS)
    open_sky = gnss[~gnss["inside"] & ~canyon]["error"].median()
    assert open_sky == pytest.approx(4.0 * np.sqrt(2 * np.log(2)), rel=0.15)
    assert gnss[gnss["inside"] & ~canyon]["error"].median() / open_sky == pytest.approx(2.5, rel=0.15)
    assert gnss[canyon]["error"].median() / open_sky == pytest.approx(3.5, rel=0.3)


def test_wild_fixes_come_in_bursts() -> None:
    size = 60_000
    path = join_pieces(2400.0, -1900.0, [Piece(size * 60, 2400.0, -1900.0, WALK)], size * 60)
    misses = draw_misses(path, np.arange(size) * 60, np.full(size, GNSS), [], 0.95, np.random.default_rng(3))
    wild = np.hypot(misses.x, misses.y) > 40
    assert 0.005 < wild.mean() < 0.05
    again = (wild[1:] & wild[:-1]).sum() / wild.sum()
    assert again > 10 * wild.mean()


def test_nothing_is_fixed_under_the_ground(lives: list[Life], measured: pd.DataFrame) -> None:
    below = sum(int(np.diff(life.path.t)[life.path.underground[:-1]].sum()) for life in lives)
    assert below > 600
    assert not measured["underground"].any()
    path = join_pieces(0.0, 0.0, [Piece(600, 100.0, 0.0, WALK), Piece(600, 5500.0, 0.0, 3, -1, True, True)], 1200)
    methods = choose_methods(path, np.arange(0, 1200, 60), [], -1, False, np.random.default_rng(1))
    assert (methods[10:] == NONE).all() and (methods[:10] != NONE).all()


def test_silences_come_as_often_as_they_should() -> None:
    days = 600
    path = join_pieces(0.0, 0.0, [Piece(days * 86_400, 0.0, 0.0, STILL, 0, True)], days * 86_400)
    found = draw_silences(path, 0, np.random.default_rng(6))
    outages = np.array([s.end - s.start for s in found if s.why == "outage"])
    assert len(outages) / days == pytest.approx(3.35, rel=0.06)
    expected = (3 * 15 + 0.35 * 90) / 3.35 * 60
    assert outages.mean() == pytest.approx(expected, rel=0.1)
    reasons = [s.why for s in found]
    assert reasons.count("charging") > days * 0.2 and reasons.count("empty battery") > 5
    assert found == sorted(found)


def test_silence_is_silent(lives: list[Life]) -> None:
    times = np.arange(0, 1000, 10)
    heard = speaking(times, [Silence(100, 200, "outage"), Silence(150, 300, "charging")])
    assert times[~heard].tolist() == list(range(100, 300, 10))
    longest = max(np.diff(micros(life.fixes["time"])).max() for life in lives) / 60e6
    assert longest > 60
    shortest = min(np.diff(micros(life.fixes["time"])).max() for life in lives) / 60e6
    assert shortest > 20


def test_three_clocks_stand_in_order(measured: pd.DataFrame) -> None:
    fixed, recorded, uploaded = (micros(measured[c]) / 60e6 for c in ("time", "recorded", "uploaded"))
    assert np.median(recorded - fixed) == pytest.approx(6.0, abs=0.5)
    assert (recorded > fixed).all() and (uploaded > recorded).all()
    late = uploaded - recorded > 60
    assert 0.001 < late.mean() < 0.05
    assert (np.sort(pd.Series(uploaded[measured["wearer_id"] == "W1"]).value_counts())[::-1][:50] >= 3).all()


def test_rows_are_repeated_swapped_and_unknown_now_and_then(lives: list[Life]) -> None:
    every = pd.concat([life.fixes for life in lives])
    copies = every.duplicated(["wearer_id", "fix_id"], keep=False)
    flagged = has(every["quality"], Quality.DUPLICATE)
    assert 0.0003 < flagged.mean() < 0.003
    assert copies.sum() == 2 * flagged.sum()
    assert 0.0005 < every["accuracy_m"].isna().mean() < 0.005
    assert (every["accuracy_m"].isna() == has(every["quality"], Quality.NO_ACCURACY)).all()
    known = every["accuracy_m"].dropna()
    assert (known == known.round()).all() and known.min() >= 1
    for life in lives:
        rows = life.fixes.sort_values("row")
        before, expected = pd.Timestamp.min.tz_localize("UTC"), []
        for time in rows["time"]:
            expected.append(time < before)
            before = time
        assert has(rows["quality"], Quality.OUT_OF_ORDER).tolist() == expected
        assert 0 < sum(expected) < 0.2 * len(rows)


def test_the_home_unit_answers_at_home_only(lives: list[Life], measured: pd.DataFrame, town: object) -> None:
    beacon = measured[measured["method"] == "beacon"]
    assert set(beacon["wearer_id"]) == {life.person.wearer_id for life in lives if life.person.beacon} != set()
    for life in lives:
        mine = beacon[beacon["wearer_id"] == life.person.wearer_id]
        assert np.hypot(mine["x"] - life.person.home.x, mine["y"] - life.person.home.y).max() < 1.0 if len(mine) else True
    assert beacon["error"].max() < 12


def test_speed_and_direction_follow_the_movement(measured: pd.DataFrame) -> None:
    moving = measured[(measured["mode"] == WALK) & (measured["method"] == "gnss") & (measured["place"] < 0)]
    assert moving["speed_kmh"].median() == pytest.approx(1.3 * 3.6, rel=0.15)
    still = measured[measured["mode"] == STILL]
    assert (still["speed_kmh"] == 0).all() and (still["heading_deg"] == 0).all()
    assert measured["heading_deg"].between(0, 359).all()


def test_everything_reported_lies_in_the_sea(measured: pd.DataFrame) -> None:
    west, south, east, north = land.SEA_BOX
    assert measured["lon"].between(west, east).all() and measured["lat"].between(south, north).all()
