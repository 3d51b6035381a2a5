"""Nine small tracks on which other detectors stumble; ours must get all nine right (100 m, 10 minutes)."""

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.testing import make_fixes, make_tracks


def spans(
    minutes: list[float] | np.ndarray, x: list[float] | np.ndarray, y: float | np.ndarray = 0.0, accuracy_m: float = 10.0
) -> list[tuple[float, float]]:
    """The stays as minutes from the start of the track."""
    start = pd.Timestamp("2026-03-03T00:00Z")
    tracks = make_tracks(make_fixes(minutes=minutes, x=x, y=y, accuracy_m=accuracy_m))
    found = wb.find_stays(tracks, max_diameter_m=100, min_minutes=10)
    first, last = (((found[name] - start).dt.total_seconds() / 60).tolist() for name in ("start", "end"))
    return list(zip(first, last, strict=True))


def noise(size: int, sigma_m: float, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).normal(0, sigma_m, size)


def test_1_a_stay_before_a_silence_is_kept() -> None:
    minutes = np.concatenate([np.arange(0, 80), np.arange(110, 130)])
    x = np.concatenate([np.arange(-19, 0) * 80.0, noise(61, 4, 1), (np.arange(20) + 30) * 80.0])
    assert spans(minutes, x) == [(19.0, 79.0)]


@pytest.mark.parametrize("silence", [30, 60, 120, 240])
def test_2_a_silence_at_one_place_is_not_presence(silence: int) -> None:
    minutes = np.concatenate([np.arange(0, 61), 60 + silence + np.arange(0, 61)])
    assert spans(minutes, noise(122, 4, 2)) == [(0.0, 60.0), (60.0 + silence, 120.0 + silence)]


def test_3_one_wild_fix_does_not_cut_a_stay() -> None:
    x = noise(61, 4, 3)
    x[30] += 2500
    assert spans(np.arange(61), x) == [(0.0, 60.0)]


def test_4_two_fixes_hours_apart_are_no_stay() -> None:
    assert spans([0, 480], [0, 20]) == []


def test_5_the_last_stay_is_kept() -> None:
    coming = np.arange(-20, 0) * 80.0
    assert spans(np.arange(60), np.concatenate([coming, noise(40, 4, 5)])) == [(20.0, 59.0)]


def test_6_a_ring_85_m_across_is_one_stay() -> None:
    turn = np.linspace(0, 6 * np.pi, 61)
    away = np.arange(1, 11) * 80.0
    x, y = np.concatenate([42.5 * np.cos(turn), 42.5 + away]), np.concatenate([42.5 * np.sin(turn), 0 * away])
    assert spans(np.arange(71), x, y) == [(0.0, 60.0)]


def test_7_a_stay_of_uneven_fixes_is_found() -> None:
    seconds = np.array([0, 290, 400, 640, 700, 760, 820])
    assert spans(seconds / 60, [0, 5, -4, 3, 400, 800, 1200]) == [(0.0, pytest.approx(640 / 60))]


@pytest.mark.parametrize("seed", range(8))
def test_8_two_noisy_hours_are_one_stay(seed: int) -> None:
    """The radius the tag reports is far too small here; nothing but the fixes themselves says how noisy they are."""
    x, y = noise(121, 30, seed), noise(121, 30, seed + 100)
    ((first, last),) = spans(np.arange(121), x, y)
    assert last - first >= 96


@pytest.mark.parametrize("seed", range(8))
def test_8_with_an_honest_radius_the_ends_are_right_too(seed: int) -> None:
    x, y = noise(121, 30, seed), noise(121, 30, seed + 100)
    ((first, last),) = spans(np.arange(121), x, y, accuracy_m=73.4)
    assert (first, last) == (0.0, 120.0)


@pytest.mark.parametrize("seed", range(8))
def test_9_a_first_fix_95_m_short_does_not_delay_the_stay(seed: int) -> None:
    x, y = noise(61, 5, seed), noise(61, 5, seed + 50)
    x[0] -= 95
    ((first, last),) = spans(np.arange(61), x, y)
    assert first in (0.0, 1.0) and last == 60.0
