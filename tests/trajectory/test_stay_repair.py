"""Stays that bad reception cut are made whole; real moves are not; simulated days are found as they were."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.testing import make_fixes, make_tracks
from workbench.time.instants import micros


def lengths(minutes: list[float], x: list[float]) -> list[int]:
    return wb.find_stays(make_tracks(make_fixes(minutes=minutes, x=x, accuracy_m=8)))["n_fixes"].tolist()


def saving(quiet: list[tuple[int, float]]) -> tuple[list[float], list[float]]:
    """A tag that reports each four minutes at rest and each minute on a walk of nine minutes between the first two places."""
    minutes, x, now = [], [], 0.0
    for k, (count, place) in enumerate(quiet):
        for _ in range(count):
            minutes.append(now)
            x.append(place)
            now += 4.0
        if k == 0:
            for step in range(1, 9):
                minutes.append(now - 4.0 + step)
                x.append(place + step * 90.0)
            now += 5.0
    return minutes, x


def test_a_burst_of_up_to_five_wrong_fixes_does_not_cut_a_stay() -> None:
    for wrong in (1, 3, 5):
        x = [0.0] * 12 + [140.0] * wrong + [0.0] * 12
        assert lengths([4.0 * k for k in range(len(x))], x) == [24], wrong


def test_a_longer_time_elsewhere_is_a_stay_of_its_own() -> None:
    x = [0.0] * 12 + [400.0] * 9 + [0.0] * 12
    assert lengths([4.0 * k for k in range(len(x))], x) == [12, 9, 12]


def test_a_tag_that_kept_its_resting_pace_did_not_move() -> None:
    """No journey was noticed to a place 600 m off and back: one stay, of the fixes at the place that more of them name."""
    minutes, x = saving([(10, 0.0), (20, 900.0), (7, 1500.0), (9, 900.0)])
    stays = wb.find_stays(make_tracks(make_fixes(minutes=minutes, x=x, accuracy_m=8)))
    assert stays["n_fixes"].tolist() == [10, 29]
    assert stays["minutes"].iloc[1] == 35 * 4.0


def test_a_long_time_elsewhere_is_never_explained_away() -> None:
    minutes, x = saving([(10, 0.0), (40, 900.0), (30, 1500.0)])
    assert lengths(minutes, x) == [10, 40, 30]


def test_a_tag_that_reported_the_journey_made_it() -> None:
    minutes, x = saving([(10, 0.0), (20, 900.0)])
    assert lengths(minutes, x) == [10, 20]


def test_coming_and_going_are_not_part_of_a_stay() -> None:
    """Ten-second fixes of a walk straight through a place, with ten minutes' rest: the ends are within two fixes."""
    walk = np.arange(0, 300, 13.0)
    x = [*(-walk[:0:-1]), *[0.0] * 60, *walk[1:]]
    stays = wb.find_stays(make_tracks(make_fixes(minutes=[k / 6 for k in range(len(x))], x=x, accuracy_m=5)))
    assert len(stays) == 1
    assert abs(int(stays["n_fixes"].iloc[0]) - 60) <= 4


@pytest.mark.parametrize("seed", [4, 5])
def test_simulated_days_are_found_as_they_were(seed: int) -> None:
    """F1 at half overlap at least 0.95; half of the ends within one fix of the truth."""
    sim = wb.simulate(seed=seed, wearers=2, days=7)
    found = wb.find_stays(sim.tracks)
    hits = total = 0
    ends: list[int] = []
    for wearer in sim.tracks.wearers:
        fixes = micros(sim.tracks.of(wearer).fixes["time"])
        truth = true_stays(sim.truth[sim.truth["wearer_id"] == wearer], fixes)
        mine = found[found["wearer_id"] == wearer]
        a, b = micros(mine["start"]), micros(mine["end"])
        total += len(truth) + len(mine)
        for start, end in truth:
            share = (np.minimum(b, end) - np.maximum(a, start)) / (np.maximum(b, end) - np.minimum(a, start))
            best = int(np.argmax(share))
            if share[best] >= 0.5:
                hits += 1
                pairs = (a[best], start), (b[best], end)
                ends += [abs(int(np.searchsorted(fixes, p) - np.searchsorted(fixes, q))) for p, q in pairs]
    assert 2 * hits / total >= 0.95
    assert np.median(ends) <= 1


def true_stays(truth: pd.DataFrame, fixes: np.ndarray) -> list[tuple[int, int]]:
    """Times of five minutes and more at one place, or still elsewhere; cut where the tag was silent for over 15 minutes."""
    time, minute = micros(truth["time"]), 60_000_000
    elsewhere = np.where(truth["mode"] == "still", "still", "")
    place = truth["place_id"].astype(object).where(truth["place_id"].notna(), elsewhere).to_numpy()
    edges = [0, *(np.flatnonzero(place[1:] != place[:-1]) + 1).tolist(), len(place)]
    stays = []
    for p, q in pairwise(edges):
        start, end = int(time[p]), int(time[min(q, len(time) - 1)])
        seen = fixes[(fixes >= start) & (fixes <= end)]
        parts = np.split(seen, np.flatnonzero(np.diff(seen) > 15 * minute) + 1)
        for k, part in enumerate(parts):
            if place[p] == "" or len(part) < 2:
                continue
            low = start if k == 0 and part[0] - start < 15 * minute else int(part[0])
            high = end if k == len(parts) - 1 and end - part[-1] < 15 * minute else int(part[-1])
            if high - low >= 5 * minute:
                stays.append((low, high))
    return stays


def clear_stays(seed: int) -> tuple[wb.Tracks, list[tuple[float, float]]]:
    """Six stays of 20 to 90 minutes and journeys between them, at all rhythms, network positions among the fixes of some."""
    rng = np.random.default_rng(seed)
    rest, move = float(rng.choice([1, 2, 3, 4, 5])), float(rng.choice([0.5, 1, 2, 4]))
    bad, accuracy = float(rng.choice([0, 0.05, 0.15])), float(rng.choice([4, 10, 20]))
    rows, clear, now, x, y = [], [], 0.0, 0.0, 0.0
    for _ in range(6):
        begin, end = now, now + float(rng.uniform(20, 90))
        while now < end:
            wide = float(rng.choice([60, 150, 400])) if rng.random() < bad else 0.0
            off = rng.normal(0, wide / 2 if wide else 4.0, 2)
            rows.append((now, x + off[0], y + off[1], wide or accuracy, "wifi" if wide else "gnss"))
            now += rest * rng.uniform(0.8, 1.2)
        good = [row[0] for row in rows if row[0] >= begin and row[4] == "gnss"]
        if len(good) >= 8:
            clear.append((good[0], good[-1]))
        turn, far = rng.uniform(0, 6.28), float(rng.choice([300, 600, 1500, 6000]))
        steps = max(int(far / (84.0 if far < 1600 else 600.0) / move), 1)
        for k in range(1, steps + 1):
            along = k / steps * far
            rows.append((now, x + along * np.cos(turn), y + along * np.sin(turn), accuracy, "gnss"))
            now += move
        x, y = x + far * np.cos(turn), y + far * np.sin(turn)
    minutes, east, north, radius, method = zip(*rows, strict=True)
    return make_tracks(make_fixes(minutes=minutes, x=east, y=north, accuracy_m=radius, method=list(method))), clear


@pytest.mark.parametrize("block", range(4))
def test_no_clear_stay_is_missed(block: int) -> None:
    """Eight satellite fixes and more at one place are found, however steadily the tag went on reporting meanwhile."""
    start, missed, asked = pd.Timestamp("2026-03-03T00:00Z"), [], 0
    for seed in range(block * 25, block * 25 + 25):
        tracks, clear = clear_stays(seed)
        stays = wb.find_stays(tracks)
        begin, end = ((stays[name] - start).dt.total_seconds().to_numpy() / 60 for name in ("start", "end"))
        for low, high in clear:
            asked += 1
            if np.clip(np.minimum(end, high) - np.maximum(begin, low), 0, None).sum() < 0.6 * (high - low):
                missed.append((seed, low, high))
    assert asked > 100 and missed == []


@pytest.mark.parametrize("every", [2.0, 3.0, 4.0])
@pytest.mark.parametrize("farthest", [500.0, 1061.0, 3000.0])
def test_a_journey_out_and_back_is_no_part_of_a_stay(every: float, farthest: float) -> None:
    """Five good fixes on the way, up to 1,061 m off: two stays, and none of the five between the ends of one."""
    way = farthest * np.array([0.35, 0.8, 1.0, 0.7, 0.3])
    rest = np.random.default_rng(3).normal(0, 4, 60)
    x = np.concatenate([rest[:30], way, rest[30:]])
    minutes = np.arange(len(x)) * every
    stays = wb.find_stays(make_tracks(make_fixes(minutes=minutes, x=x, accuracy_m=8)))
    out = pd.Timestamp("2026-03-03T00:00Z") + pd.to_timedelta(minutes[30:35], unit="min")
    assert len(stays) == 2
    for stay in stays.itertuples():
        assert not ((out > stay.start) & (out < stay.end))[1:4].any()


def test_wild_fixes_at_one_spot_do_not_cut_a_stay() -> None:
    rest = np.random.default_rng(3).normal(0, 4, 65)
    rest[30:35] += 700.0
    stays = wb.find_stays(make_tracks(make_fixes(minutes=np.arange(65) * 2.0, x=rest, accuracy_m=8)))
    assert stays["minutes"].tolist() == [128.0]
