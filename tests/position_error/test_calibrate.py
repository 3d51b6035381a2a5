"""Errors of fixes found again from made ones: scale, tails, duration, coverage, and what is said of too few."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

import workbench as wb
from workbench.base.errors import InputError, TimeError
from workbench.geo.projection import distance_m
from workbench.position_error.error_mixture import MIXTURES, K, radius_to_sigma
from workbench.position_error.fit import Shape, fit_lasting_s, fit_scale, fit_shape, quantile, share_within
from workbench.testing import make_fixes, make_tracks

DAY = 24 * 60


def made(
    n: int,
    *,
    k: float = 1.25,
    places: int = 20,
    method: str = "gnss",
    seed: int = 1,
    tails: bool = True,
    tau_minutes: float = 0.0,
    device: str = "D-1",
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Fixes at known places 300 m apart, a day at each, with circles of 68 % that are `k` times too small."""
    rng = np.random.default_rng(seed)
    each = n // places
    step = DAY / each
    minutes = np.concatenate([p * DAY + step * np.arange(each) for p in range(places)])
    radius = rng.choice([8.0, 15.0, 30.0], len(minutes))
    weight, times = MIXTURES[method] if tails else ((1.0, 0.0, 0.0), (1.0, 1.0, 1.0))
    wide = np.array(times)[rng.choice(3, len(minutes), p=weight)]
    noise = rng.normal(size=(2, len(minutes)))
    if tau_minutes:
        keep = np.exp(-step / tau_minutes)
        for i in range(1, len(minutes)):
            noise[:, i] = keep * noise[:, i - 1] + np.sqrt(1 - keep**2) * noise[:, i]
    sigma = k * radius_to_sigma(radius, 0.68) * wide
    at = np.repeat(np.arange(places), each) * 300.0
    fixes = make_fixes(
        minutes=minutes, x=at + sigma * noise[0], y=sigma * noise[1], accuracy_m=radius, accuracy_level=0.68, method=method
    )
    fixes["device_id"] = device
    lon = make_fixes(minutes=np.arange(places), x=300.0 * np.arange(places))["lon"]
    start = pd.Timestamp("2026-03-03T00:00Z") + pd.to_timedelta(DAY * np.arange(places), unit="min")
    known = pd.DataFrame({"lon": lon, "lat": 51.4, "start": start, "end": start + pd.Timedelta(minutes=DAY)})
    return fixes, known


@pytest.mark.parametrize("k", [0.8, 1.25, 3.0])
@pytest.mark.parametrize("tails", [True, False])
def test_scale_within_5_percent_from_2000_fixes(k: float, tails: bool) -> None:
    fixes, known = made(2000, k=k, tails=tails)
    assert wb.calibrate_fixes(make_tracks(fixes), known).k["gnss"] == pytest.approx(k, rel=0.05)


@pytest.mark.parametrize("seed", range(5))
def test_scale_within_15_percent_from_200_fixes(seed: int) -> None:
    fixes, known = made(200, k=1.5, seed=seed)
    assert wb.calibrate_fixes(make_tracks(fixes), known).k["gnss"] == pytest.approx(1.5, rel=0.15)


@pytest.mark.parametrize("method", ["gnss", "wifi", "cell"])
def test_regions_hold_what_they_claim_for_fixes_not_used(method: str) -> None:
    fixes, known = made(3000, k=2.0, method=method)
    others, elsewhere = made(3000, k=2.0, method=method, seed=9)
    found = wb.calibrate_fixes(make_tracks(fixes), known)
    error = distance_m(others["lon"], others["lat"], np.repeat(elsewhere["lon"].to_numpy(), 150), 51.4)
    for level, spare in ((0.68, 0.03), (0.95, 0.02)):
        radius = found.radius_m(others, level=level)
        assert (error <= radius).mean() == pytest.approx(level, abs=spare)


@pytest.mark.parametrize("tau_minutes", [5.0, 20.0])
def test_duration_of_an_error_within_a_factor_of_one_and_a_half(tau_minutes: float) -> None:
    fixes, known = made(6000, tails=False, tau_minutes=tau_minutes)
    found = wb.calibrate_fixes(make_tracks(fixes), known).tau_s["gnss"]
    assert tau_minutes * 60 / 1.5 < found < tau_minutes * 60 * 1.5


def test_few_fixes_or_one_place_are_drawn_to_the_shipped_figures_and_said() -> None:
    fixes, known = made(60, k=3.0, places=3)
    found = wb.calibrate_fixes(make_tracks(fixes), known)
    measured = found.coverage["k_measured"].iloc[0]
    assert found.k["gnss"] == pytest.approx((60 * measured + 200 * K["gnss"]) / 260)
    assert any("60 fixes at 3 places are few" in w for w in found.warnings)
    many, one = made(2000, k=3.0, places=1)
    house = wb.calibrate_fixes(make_tracks(many), one)
    assert house.k["gnss"] < 1.5
    assert any("at 1 place" in w for w in house.warnings)


def test_a_device_unlike_the_record_is_named_and_a_good_one_is_not() -> None:
    bad, known = made(1000, k=3.0, device="D-9")
    said = wb.calibrate_fixes(make_tracks(bad), known).warnings
    assert len([w for w in said if "Device D-9" in w]) == 1
    good, known = made(1000, k=1.25)
    assert wb.calibrate_fixes(make_tracks(good), known).warnings == []


def test_coverage_is_counted() -> None:
    fixes, known = made(1000)
    found = wb.calibrate_fixes(make_tracks(fixes), known)
    line = found.coverage.iloc[0]
    assert (line["n"], line["places"], line["claimed"]) == (1000, 20, pytest.approx(0.68))
    shape = Shape(*MIXTURES["gnss"])
    assert line["inside"] == pytest.approx(float(share_within(shape, 1.5096 / 1.25)), abs=0.05)
    assert line["low"] < line["inside"] < line["high"]
    assert line["n_effective"] <= 1000
    wide = binomtest(round(line["inside"] * line["n_effective"]), round(line["n_effective"])).proportion_ci(method="wilson")
    assert (line["low"], line["high"]) == (pytest.approx(wide.low, abs=0.01), pytest.approx(wide.high, abs=0.01))
    assert "circles held the truth" in repr(found)
    assert "gnss" in found._repr_html_()


def test_a_place_with_a_constant_error_is_called_prone_to_drift() -> None:
    fixes, known = made(400, places=4, method="wifi", k=1.0, tails=False)
    moved = fixes.copy()
    second = moved["time"].between(known["start"][1], known["end"][1], inclusive="left")
    moved.loc[second, "lat"] += 0.01
    places = wb.calibrate_fixes(make_tracks(moved), known).places
    assert places["drift_prone"].tolist() == [False, True, False, False]
    assert places["bias_m"][1] == pytest.approx(1112, abs=30)


def test_fixes_outside_the_known_times_do_not_matter() -> None:
    fixes, known = made(400)
    before = wb.calibrate_fixes(make_tracks(fixes), known[:10])
    wild = fixes.copy()
    late = wild["time"] >= known["start"][10]
    wild.loc[late, "lat"] += 0.5
    assert wb.calibrate_fixes(make_tracks(wild), known[:10]).k == before.k


def test_wearers_are_kept_apart() -> None:
    fixes, known = made(400)
    other = fixes.assign(wearer_id="W2", fix_id="b" + fixes["fix_id"], lat=fixes["lat"] + 0.2)
    both = make_tracks(fixes, other)
    with pytest.raises(InputError, match="wearer_id"):
        wb.calibrate_fixes(both, known)
    assert wb.calibrate_fixes(both, known.assign(wearer_id="W1")).k == wb.calibrate_fixes(make_tracks(fixes), known).k


def test_what_cannot_be_used_is_refused() -> None:
    fixes, known = made(40)
    tracks = make_tracks(fixes)
    with pytest.raises(InputError, match="lack end"):
        wb.calibrate_fixes(tracks, known.drop(columns="end"))
    with pytest.raises(InputError, match="row 1"):
        wb.calibrate_fixes(tracks, known.assign(end=known["start"]))
    with pytest.raises(TimeError):
        wb.calibrate_fixes(tracks, known.assign(start="2026-03-03 00:00"))
    with pytest.raises(InputError, match="circle"):
        wb.calibrate_fixes(make_tracks(fixes.assign(accuracy_m=np.nan)), known)


def test_fits_of_the_text_book() -> None:
    rng = np.random.default_rng(3)
    assert fit_scale(rng.rayleigh(1.7, 20_000)) == pytest.approx(1.7, rel=0.02)
    shape = Shape(*MIXTURES["gnss"])
    draw = rng.rayleigh(1.25 * rng.choice(shape.times, 20_000, p=shape.weight))
    scale, found = fit_shape(draw, shape)
    assert scale == pytest.approx(1.25, rel=0.03)
    assert found.weight == pytest.approx(shape.weight, abs=0.02)
    for level in (0.5, 0.68, 0.95):
        assert (draw <= scale * quantile(found, level)).mean() == pytest.approx(level, abs=0.01)
    assert np.isnan(fit_lasting_s(np.arange(10.0), np.ones(10), np.ones(10), np.arange(10)))
