"""Runs of fixes away from a spot and back at it: an error seen several times, or an outing; the answer must stand in both."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.evidence.parameters import RETURNS
from workbench.testing import SEA, make_fixes, make_tracks

pytestmark = pytest.mark.slow

FULL = [s.what for s in RETURNS]


def about(x: float, radius_m: float, low: float, high: float, kind: str = "visited", **fields: object) -> wb.Claim:
    """Claim a circle so many metres east of the origin, between two minutes of 3 March."""
    lon, lat = SEA.to_degrees([x], [0])
    start, end = (pd.Timestamp("2026-03-03T00:00Z") + pd.Timedelta(minutes=m) for m in (low, high))
    return wb.Claim(place=(float(lon[0]), float(lat[0])), radius_m=radius_m, start=start, end=end, kind=kind, **fields)


def track(
    minutes: np.ndarray, east: np.ndarray, sigma: float, accuracy_m: float, *, seed: int = 2, method: str = "gnss"
) -> wb.Tracks:
    rng = np.random.default_rng(seed)
    noise = rng.normal(0, sigma, (2, len(minutes)))
    return make_tracks(make_fixes(minutes=minutes, x=east + noise[0], y=noise[1], accuracy_m=accuracy_m, method=method))


@pytest.mark.parametrize(("far", "accuracy_m", "radius_m"), [(150, 10.0, 100), (180, 10.0, 100), (150, 20.0, 60)])
def test_nobody_was_home_throughout_while_the_tag_was_seen_away(far: float, accuracy_m: float, radius_m: float) -> None:
    """Twelve minutes, 24 fixes at 120 to 180 m with nothing on the way: error or outing, so never supported."""
    minutes = np.concatenate([np.arange(0, 121, 4.0), np.arange(121, 133, 0.5), np.arange(134, 260, 4.0)])
    away = (minutes >= 121) & (minutes < 133)
    east = np.where(away, np.interp(minutes, [121, 124, 130, 133], [far - 30, far, far, far - 30]), 0.0)
    verdict = wb.check(about(0, radius_m, 110, 150, "throughout"), track(minutes, east, accuracy_m / 3, accuracy_m))
    assert verdict.answer != "supported"
    told = verdict.sensitivity.set_index("what")["answer"]
    assert {"supported", "contradicted"} <= set(told)
    assert (set(FULL) <= set(told.index)) == (accuracy_m > 10), "exact fixes show that it moved, so no one error made them"


def test_an_outing_walked_step_by_step_counts_in_full() -> None:
    minutes = np.concatenate([np.arange(0, 120, 4.0), np.arange(121, 145, 1 / 6), np.arange(146, 260, 4.0)])
    out = (minutes >= 121) & (minutes < 145)
    tracks = track(minutes, np.where(out, np.interp(minutes, [121, 127, 139, 145], [90, 560, 560, 90]), 0.0), 4.0, 10.0)
    home = wb.check(about(0, 60, 118, 150, "throughout"), tracks)
    assert (home.answer, home.reason) == ("contradicted", "excluded")
    assert wb.check(about(560, 50, 118, 150), tracks).answer == "supported"
    assert not set(FULL) & set(home.sensitivity["what"])


def test_one_wild_fix_is_no_presence_of_an_hour() -> None:
    """Of three hours one fix lies in the place; a stay of two minutes could hide behind it, a longer one cannot."""
    minutes = np.arange(0, 300, 4.0)
    tracks = track(minutes, np.where(np.arange(75) == 40, 1000.0, 0.0), 6.0, 20.0, method="wifi")
    assert wb.check(about(1000, 100, 60, 240, "throughout"), tracks).answer == "contradicted"
    assert wb.check(about(1000, 100, 60, 240, min_minutes=60), tracks).answer == "contradicted"
    assert wb.check(about(1000, 100, 60, 240, "never", min_minutes=60), tracks).answer == "supported"
    short = wb.check(about(1000, 100, 60, 240), tracks)
    assert (short.answer, short.reason) == ("cannot tell", "weak")
    assert "one error, or a short visit" in short.because[-1]


def test_two_accounts_of_one_place_on_its_edge_turn_their_sign() -> None:
    minutes = np.arange(0, 400, 4.0)
    tracks = track(minutes, np.interp(minutes, [0, 200, 215, 240, 255, 400], [0, 0, -3600, -3600, 0, 0]), 4.0, 10.0, seed=5)
    one, two = about(100, 100, 100, 150), about(100, 100, 300, 350)
    there, back = (wb.check(a, tracks, versus=b).parameters["raw_log10_lr_versus"] for a, b in ((one, two), (two, one)))
    assert there == pytest.approx(-back, abs=1e-9)
    assert abs(there) < 1


@pytest.mark.parametrize("shift", [0.0, 0.2, 0.4])
def test_the_words_go_with_the_answer(shift: float) -> None:
    """Where some settings exclude presence and others find it improbable, the text must not say that nothing speaks."""
    minutes = (
        np.concatenate(
            [
                np.arange(0, 60, 4.0),
                np.arange(60, 64, 1.0),
                np.arange(64, 80, 4.0),
                np.arange(80, 84, 1.0),
                np.arange(84, 140, 4.0),
            ]
        )
        + shift
    )
    east = np.interp(minutes, [60, 63, 80, 83], [0, 250, 250, 0])
    verdict = wb.check(about(0, 50, 40, 110, "throughout"), track(minutes, east, 4.0, 10.0, seed=6))
    assert verdict.answer == "contradicted"
    assert "no support either way" not in " ".join(verdict.because)
    assert verdict.log10_lr <= -1
