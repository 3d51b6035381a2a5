"""Calibration and cap: what may be said of a strength, and what is refused."""

from __future__ import annotations

import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.base.errors import InputError, SchemaError
from workbench.evidence import calibration as cal
from workbench.evidence.calibration import Entry, calibrated, cap, read_record, regime_of
from workbench.evidence.claim import KINDS

MADE = {
    ("visited", "full"): Entry("visited", "full", 900, 1500, math.inf, (-1.0, 1.1)),
    ("visited", "thin"): Entry("visited", "thin", 6000, 6000, 40.0, (-0.5, 0.6)),
    ("throughout", "full"): Entry("throughout", "full", 299, 5000, 5.0, (0.2, 1.0)),
    ("at", "full"): Entry("at", "full", 90000, 90000),
    ("visited", "gap"): Entry("visited", "gap", 900, 900, math.inf, None, None, (0.1, 0.3)),
    ("visited", "silent"): Entry("visited", "silent", 900, 900, math.inf, (0.3, 0.7)),
}
strengths = st.floats(-30, 30)


@settings(max_examples=60)
@given(strengths, strengths, st.sampled_from(KINDS), st.sampled_from(cal.REGIMES))
def test_it_keeps_the_order_and_stays_under_the_cap(x: float, y: float, kind: str, regime: str) -> None:
    low, high = (calibrated(v, kind=kind, regime=regime, record=MADE) for v in (min(x, y), max(x, y)))
    assert low <= high
    assert max(abs(low), abs(high)) <= math.log10(cap(kind, regime, record=MADE)) + 1e-12


@settings(max_examples=60)
@given(strengths, st.floats(-3, 3), st.floats(0.5, 1.3))
def test_an_intercept_only_weakens(x: float, intercept: float, slope: float) -> None:
    said = float(cal.mapped(x, (intercept, slope)))
    assert said * x >= 0
    assert abs(said) <= abs(slope * x)
    assert said in (pytest.approx(intercept + slope * x), 0.0, pytest.approx(slope * x))


def test_what_says_nothing_still_says_nothing() -> None:
    for kind, regime in MADE:
        assert calibrated(0.0, kind=kind, regime=regime, record=MADE) == 0.0


def test_where_the_map_was_refused_no_strength_decides() -> None:
    for x in (9.0, -9.0):
        assert calibrated(x, kind="visited", regime="gap", record=MADE) == math.copysign(cal.UNDECIDED, x)
    assert abs(calibrated(1.0, kind="visited", regime="gap", record=MADE)) < 0.5
    assert cap("visited", "gap", record=MADE) == 300.0


def test_in_silence_nothing_speaks_against_presence_so_strongly_that_it_decides() -> None:
    assert calibrated(9.0, kind="visited", regime="silent", record=MADE) == pytest.approx(math.log10(300))
    assert calibrated(-9.0, kind="visited", regime="silent", record=MADE) == -cal.UNDECIDED
    assert calibrated(9.0, kind="never", regime="silent", record=MADE) == cal.UNDECIDED


def test_a_map_refused_as_too_timid_leaves_the_strength() -> None:
    modest = {("visited", "full"): Entry("visited", "full", 10, 10, refused=(0.0, 1.9))}
    assert calibrated(1.7, kind="visited", regime="full", record=modest) == 1.7


@settings(max_examples=30)
@given(strengths, st.sampled_from(cal.REGIMES))
def test_never_is_visited_turned_round(x: float, regime: str) -> None:
    said = calibrated(x, kind="visited", regime=regime, record=MADE)
    assert calibrated(-x, kind="never", regime=regime, record=MADE) == -said


def test_the_map_is_that_of_its_kind_and_regime() -> None:
    assert calibrated(2.0, kind="visited", regime="full", record=MADE) == pytest.approx(1.2)
    assert calibrated(3.0, kind="visited", regime="thin", record=MADE) == pytest.approx(1.3)
    assert calibrated(1.5, kind="visited", regime="wifi", record=MADE) == 1.5
    assert calibrated(1.5, kind="at", regime="full", record=MADE) == 1.5


def test_only_to_contradict_has_the_strength_against_elsewhere_its_own_map() -> None:
    made = {("visited", "thin"): Entry("visited", "thin", 900, 900, math.inf, (0.0, 1.0), (0.2, 0.5))}
    said = {
        against: [calibrated(x, kind="visited", regime="thin", against=against, record=made) for x in (-2.0, 1.5)]
        for against in (False, True)
    }
    assert said == {False: [-2.0, 1.5], True: [pytest.approx(-0.8), 1.5]}
    assert calibrated(2.0, kind="never", regime="thin", against=True, record=made) == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("kind", "regime", "expected"),
    [
        ("visited", "full", 300.0),
        ("never", "full", 300.0),
        ("visited", "thin", 40.0),
        ("throughout", "full", 100.0),
        ("at", "full", 1000.0),
        ("at", "cell", 100.0),
    ],
)
def test_the_cap_follows_the_claims_validated(kind: str, regime: str, expected: float) -> None:
    assert cap(kind, regime, record=MADE) == expected


def test_what_is_infinite_is_capped_and_what_is_unknown_stays_so() -> None:
    assert calibrated(math.inf, kind="visited", regime="wifi", record={}) == 2.0
    assert calibrated(-math.inf, kind="visited", regime="wifi", record={}) == -2.0
    assert math.isnan(calibrated(math.nan, kind="visited", regime="wifi", record={}))


def test_words_that_are_not_known_are_refused() -> None:
    with pytest.raises(InputError, match="regime"):
        cap("visited", "busy")
    with pytest.raises(InputError, match="regime"):
        calibrated(1.0, kind="visited", regime="busy")


def test_what_is_written_of_silence_is_read(tmp_path: Path) -> None:
    assert read_record(written(tmp_path, regime="silent", under=[0.0, 0.2]))["visited", "silent"].under == (0.0, 0.2)


def written(folder: Path, **changes: object) -> Path:
    entry = {
        "kind": "visited",
        "regime": "full",
        "n_true": 10,
        "n_false": 12,
        "bound": None,
        "line": [-0.2, 1.1],
        "far": [0.1, 0.7],
        "refused": None,
        "figures": {"cllr": 0.1},
        **changes,
    }
    path = folder / "calibration.json"
    path.write_text(json.dumps({"format": 2, "made": {}, "entries": [entry]}), encoding="utf-8")
    return path


def test_a_record_is_read_as_written(tmp_path: Path) -> None:
    entry = read_record(written(tmp_path))["visited", "full"]
    assert entry == Entry("visited", "full", 10, 12, math.inf, (-0.2, 1.1), (0.1, 0.7), None, {"cllr": 0.1})


@pytest.mark.parametrize("slope", [0.49, 1.31, math.nan])
def test_a_slope_that_says_the_engine_is_wrong_is_refused(tmp_path: Path, slope: float) -> None:
    with pytest.raises(SchemaError, match="slope"):
        read_record(written(tmp_path, line=[0.0, slope]))


@pytest.mark.parametrize("text", ["", "[]", '{"entries": [{}]}', '{"entries": [1]}'])
def test_a_file_that_is_no_record_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "other.json").write_text(text, encoding="utf-8")
    with pytest.raises(SchemaError, match="no record"):
        read_record(tmp_path / "other.json")


def regime(minutes: list[float], method: str | list[str] = "gnss", *, shift_s: float = 0.0) -> str:
    names = [method] * len(minutes) if isinstance(method, str) else method
    times = 60.0 * np.array(minutes, float) + shift_s
    return regime_of(times, np.array(names, object), start_s=3600 + shift_s, end_s=7200 + shift_s)


@pytest.mark.parametrize("shift_s", [0.0, -1e6, 12345.0])
def test_regimes(shift_s: float) -> None:
    each_4 = [*range(0, 180, 4)]
    assert regime(each_4, shift_s=shift_s) == "full"
    assert regime([m for m in each_4 if not 62 < m < 90], shift_s=shift_s) == "gap"
    assert regime([m for m in each_4 if not 20 < m < 50], shift_s=shift_s) == "full"
    assert regime([*range(0, 180, 20)], shift_s=shift_s) == "thin"
    assert regime([], shift_s=shift_s) == "silent"
    assert regime([5, 10, 130], shift_s=shift_s) == "silent"
    assert regime([m for m in each_4 if not 59 < m < 121], "cell", shift_s=shift_s) == "silent"
    assert regime(each_4, "wifi", shift_s=shift_s) == "wifi"
    assert regime(each_4, "cell", shift_s=shift_s) == "cell"
    assert regime([60, 80, 100], ["cell", "wifi", "cell"], shift_s=shift_s) == "wifi"
    assert regime([60, 80, 100], ["cell", "gnss", "cell"], shift_s=shift_s) == "thin"


def test_a_short_time_between_two_fixes_is_not_silent() -> None:
    times, sky = 60.0 * np.arange(0.0, 180.0, 4.0), np.array(["gnss"] * 45, object)
    assert regime_of(times, sky, start_s=3660, end_s=3780) == "full"
    assert regime_of(times[::5], sky[::5], start_s=3660, end_s=3780) == "silent"


def test_in_silence_each_side_has_its_own_slope() -> None:
    made = {("visited", "silent"): Entry("visited", "silent", 900, 900, line=(-0.1, 0.9), under=(-0.1, 0.2))}
    for against in (False, True):
        said = [calibrated(x, kind="visited", regime="silent", against=against, record=made) for x in (0.9, 5.0, -2.0, -30.0)]
        assert said == [pytest.approx(0.71), pytest.approx(math.log10(300)), pytest.approx(-0.4), -cal.UNDECIDED]
    assert calibrated(2.0, kind="never", regime="silent", record=made) == pytest.approx(0.4)


def test_silent_data_decide_nothing_before_they_were_validated() -> None:
    assert calibrated(9.0, kind="throughout", regime="silent", record={}) == cal.UNDECIDED
    assert calibrated(9.0, kind="throughout", regime="gap", record={}) == 2.0


def test_a_moment_is_silent_without_a_fix_within_ten_minutes() -> None:
    times, sky = 60.0 * np.arange(0.0, 180.0, 4.0), np.array(["gnss"] * 45, object)
    assert regime_of(times, sky, start_s=3601, end_s=3601) == "full"
    assert regime_of(times[:12], sky[:12], start_s=3601, end_s=3601) == "silent"
