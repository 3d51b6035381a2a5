"""What wb.calibrate_fixes measured, used by wb.check: scale, tails and duration replace the shipped figures."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench.evidence.claim import resolve_claim
from workbench.evidence.likelihood_ratio import scales
from workbench.evidence.parameters import Setting
from workbench.evidence.readings import fixes_around, read
from workbench.observations.wearer import observe
from workbench.position_error.calibrate import FixCalibration
from workbench.position_error.error_mixture import MIXTURES, SHIPPED, TAU_S, K
from workbench.position_error.fit import Shape

AS_ASSUMED = Setting("as assumed")


def measured(
    k: float, *, weight=MIXTURES["gnss"][0], times=MIXTURES["gnss"][1], tau_s=TAU_S["gnss"][1], warnings=()
) -> FixCalibration:
    """A record as wb.calibrate_fixes gives it, for satellite fixes."""
    line = {
        "method": "gnss",
        "n": 812,
        "n_effective": 90.0,
        "places": 12,
        "claimed": 0.68,
        "inside": 0.5,
        "low": 0.45,
        "high": 0.55,
        "radius_68_factor": 1.2,
        "radius_95_factor": 1.4,
        "k_measured": k,
    }
    return FixCalibration(
        {"gnss": k}, {"gnss": Shape(weight, times)}, {"gnss": tau_s}, pd.DataFrame([line]), pd.DataFrame(), list(warnings)
    )


@pytest.fixture(scope="module")
def tracks(walk) -> wb.Tracks:
    """Five hours at one place, a fix each four minutes."""
    return walk(np.arange(600, 900, 4), 40.0, sigma=12, accuracy_m=30.0)


def test_the_shipped_figures_as_a_record_change_nothing(tracks, claim_at) -> None:
    claim = claim_at(0, 0, "12:00", "13:00", radius_m=60)
    one, two = (wb.check(claim, tracks, sensitivity=False, calibration=c) for c in (None, measured(K["gnss"])))
    for name in ("answer", "log10_lr", "log10_lr_far", "log10_lr_near", "n_effective", "minutes_inside", "closest_m"):
        assert getattr(one, name) == getattr(two, name)


@pytest.mark.parametrize("k_scale", [0.67, 1.5, 3.0])
def test_a_measured_scale_is_the_setting_that_scales_the_error(tracks, claim_at, k_scale) -> None:
    """An independent way to the same numbers: the sensitivity set multiplies k, the record replaces it."""
    claim, record = claim_at(0, 0, "12:00", "13:00", radius_m=60), measured(k_scale * K["gnss"])
    shipped, local = resolve_claim(claim, tracks), resolve_claim(claim, tracks, errors=record.errors)
    a = read(fixes_around(observe(tracks, shipped.wearer), shipped), shipped.region, Setting("", k_scale=k_scale))
    b = read(fixes_around(observe(tracks, local.wearer), local), local.region, AS_ASSUMED)
    np.testing.assert_allclose(a.sigma_m, b.sigma_m)
    np.testing.assert_allclose(a.inside, b.inside)
    far, near, _ = scales(shipped, observe(tracks, shipped.wearer)).raw(Setting("", k_scale=k_scale))
    assert scales(local, observe(tracks, local.wearer)).raw(AS_ASSUMED)[:2] == pytest.approx((far, near), abs=0.02)


def test_measured_tails_and_duration_reach_the_strength(tracks, claim_at) -> None:
    claim = claim_at(160, 0, "12:00", "13:00", radius_m=60)
    heavy = measured(K["gnss"], weight=(0.2, 0.7, 0.1))
    lasting = measured(K["gnss"], tau_s=3000.0)
    far = {
        name: scales(resolve_claim(claim, tracks, errors=e), observe(tracks, tracks.wearers[0])).raw(AS_ASSUMED)[0]
        for name, e in (("shipped", SHIPPED), ("tails", heavy.errors), ("lasting", lasting.errors))
    }
    assert far["shipped"] < -1
    assert far["tails"] > far["shipped"] + 0.2
    assert far["lasting"] > far["shipped"] + 0.2
    one, two = (wb.check(claim, tracks, sensitivity=False, calibration=c) for c in (None, lasting))
    assert two.n_effective < one.n_effective


def test_the_verdict_says_what_was_measured_and_warns(tracks, claim_at) -> None:
    warning = "gnss: 60 fixes at 3 places are few."
    record = measured(2.0, warnings=[warning])
    verdict = wb.check(claim_at(40, 0, "12:00", "13:00"), tracks, sensitivity=False, calibration=record)
    assert verdict.parameters["k"]["gnss"] == 2.0
    assert verdict.parameters["k"]["wifi"] == K["wifi"]
    assert verdict.parameters["measured"]["gnss"]["n"] == 812
    assert verdict.parameters["warnings"] == [warning]
    assert 1 <= len(verdict.because) <= 3
    told = verdict.card().text()
    assert "50% of 812 circles held the truth" in told
    assert warning in told
    plain = wb.check(claim_at(40, 0, "12:00", "13:00"), tracks, sensitivity=False)
    assert plain.parameters["measured"] == {}
    assert "circles held the truth" not in plain.card().text()


def test_an_optimistic_tag_is_found_out_and_its_answers_weaken(walk, claim_at) -> None:
    """From fixes at known places to the answer: circles much too small no longer tell a house from the next."""
    rng = np.random.default_rng(4)
    minutes = np.arange(0, 13 * 1440, 20.0)
    tracks = walk(minutes, 40.0 + 0 * minutes, sigma=33, accuracy_m=10.0, start="2026-02-19T00:00Z")
    lon, lat = claim_at(40, 0, "12:00", "13:00").place
    days = pd.date_range("2026-02-19", periods=11, freq="D", tz="UTC")
    spread = rng.normal(0, 1e-9, len(days))
    known = pd.DataFrame({"lon": lon + spread, "lat": lat, "start": days, "end": days + pd.Timedelta(hours=23)})
    record = wb.calibrate_fixes(tracks, known)
    assert record.k["gnss"] > 1.6
    assert record.coverage["inside"][0] < 0.3
    claim = claim_at(0, 0, "00:30", "02:30", radius_m=25)
    bare, used = (wb.check(claim, tracks, sensitivity=False, calibration=c) for c in (None, record))
    assert abs(used.parameters["raw_log10_lr_near"]) < abs(bare.parameters["raw_log10_lr_near"])
    assert any("at 1 place" in w for w in used.parameters["warnings"])


def test_versus_and_accounts_use_it_too_and_anything_else_is_refused(tracks, claim_at) -> None:
    record, here, there = measured(3.0), claim_at(40, 0, "12:00", "12:40"), claim_at(900, 0, "12:00", "12:40")
    verdict = wb.check(here, tracks, versus=there, sensitivity=False, calibration=record)
    assert verdict.parameters["k"]["gnss"] == 3.0
    report = wb.check_account([here], tracks, sensitivity=False, calibration=record)
    assert report.verdicts[0].parameters["k"]["gnss"] == 3.0
    for other in ({"gnss": 2.0}, "record.json"):
        with pytest.raises(wb.InputError, match="no calibration"):
            wb.check(here, tracks, calibration=other)
