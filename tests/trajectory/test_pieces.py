"""Long trails in pieces: the same stays, to the last bit, wherever they are cut and however many cores there are."""

import numba
import numpy as np
import pandas as pd
import pytest

import workbench as wb
from benchmarks.made import wanderer
from workbench.trajectory import stays as pieces
from workbench.trajectory.kernels.stay_repair import _ranked
from workbench.trajectory.stays import at_once, cuts


def mixed(seed: int) -> wb.Tracks:
    """Some days of one wearer: often silent, by mixed methods, resting tags that report seldom in every third."""
    rng = np.random.default_rng(seed)
    tracks = wanderer(seed, 3000, every_s=(60.0, 240.0, 600.0)[seed % 3], gap_share=0.02)
    size = len(tracks.fixes)
    still = np.repeat(rng.random(size // 40 + 1) < 0.5, 40)[:size] & (seed % 3 == 0)
    return wb.Tracks(
        tracks.fixes[~still | (np.arange(size) % 4 == 0)]
        .assign(
            method=lambda t: rng.choice(["gnss", "wifi", "cell"], len(t), p=[0.8, 0.15, 0.05]),
            accuracy_m=lambda t: np.where(rng.random(len(t)) < 0.1, np.nan, t["accuracy_m"]),
        )
        .reset_index(drop=True),
        tracks.load,
    )


@pytest.mark.parametrize("seed", range(6))
def test_stays_are_the_same_however_a_trail_is_cut(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    tracks = mixed(seed)
    settings = ({}, {"max_diameter_m": 250.0, "min_minutes": 12.0})
    wanted = [wb.find_stays(tracks, **setting) for setting in settings]
    assert min(len(table) for table in wanted) > 10
    time = tracks.fixes["time"].astype("int64").to_numpy()
    monkeypatch.setattr(pieces, "LONG", 10)
    for look, threads in ((40, 3), (150, 7), (10, 40)):
        monkeypatch.setattr(pieces, "LOOK", look)
        monkeypatch.setattr(numba, "get_num_threads", lambda threads=threads: threads)
        for setting, table in zip(settings, wanted, strict=True):
            pd.testing.assert_frame_equal(wb.find_stays(tracks, **setting), table, check_exact=True)
    assert len(cuts(time, 15 * 60e6)) > 3


def test_cuts_stand_after_long_silences_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "LONG", 10)
    monkeypatch.setattr(pieces, "LOOK", 30)
    monkeypatch.setattr(numba, "get_num_threads", lambda: 4)
    wait = np.ones(400, np.int64)
    wait[[90, 110, 215, 333]] = (50, 40, 30, 90)
    time = np.cumsum(wait)
    assert cuts(time, 35) == [0, 90, 400]
    assert cuts(time, 10) == [0, 90, 215, 400]
    assert cuts(time, 99) == [0, 400]
    assert at_once(lambda low, high: int(time[high - 1] - time[low]), [0, 90, 400]) == [89, int(time[-1] - time[90])]


def test_a_rank_is_that_of_the_sorted_values() -> None:
    rng = np.random.default_rng(3)
    for size in [*range(1, 40), 96, 97, 500, 3000]:
        for kind in range(4):
            values = (rng.exponential(1, size), np.round(rng.exponential(2, size)), np.arange(size) * 1.0, np.zeros(size))[kind]
            for rank in {0, size // 2, int(0.95 * size), size - 1}:
                assert _ranked(values.copy(), np.empty(size), size, rank) == np.sort(values)[rank]
