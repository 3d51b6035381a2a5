"""What a verdict says would change it must be true: each sentence is followed and the claim checked again."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import workbench as wb
from workbench.testing import SEA, make_fixes, make_tracks


def _number(pattern: str, verdict: wb.Verdict) -> float:
    return float(re.search(pattern, " ".join(verdict.what_would_change_it)).group(1).replace(",", ""))


def _wider(tracks: wb.Tracks, factor: float) -> wb.Tracks:
    return wb.Tracks(tracks.fixes.assign(accuracy_m=tracks.fixes["accuracy_m"] * factor), tracks.load)


@pytest.mark.parametrize(("x", "radius", "answer"), [(0, 60, "supported"), (100, 50, "contradicted")])
def test_the_error_at_which_it_turns(walk, claim_at, x, radius, answer) -> None:
    tracks = walk(np.arange(600, 900, 15 if x == 0 else 4), sigma=4 if x else 30, accuracy_m=10 if x else 100)
    claim = claim_at(x, 0, "12:00", "12:20", radius_m=radius)
    verdict = wb.check(claim, tracks, sensitivity=False)
    assert verdict.answer == answer
    factor = _number(r"were ([\d.]+) times less exact", verdict)
    assert wb.check(claim, _wider(tracks, 0.85 * factor), sensitivity=False).answer == answer
    assert wb.check(claim, _wider(tracks, 1.2 * factor), sensitivity=False).answer != answer


@settings(max_examples=4, deadline=None)
@given(st.floats(400, 1200), st.integers(3, 5), st.integers(0, 1000))
def test_the_stay_that_would_be_contradicted(x: float, wait: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    minutes = np.arange(0, 240, float(wait))
    tracks = make_tracks(make_fixes(minutes=minutes, x=rng.normal(0, 4, len(minutes)), y=rng.normal(0, 4, len(minutes))))
    lon, lat = SEA.to_degrees([x], [0])
    fields = {"place": (float(lon[0]), float(lat[0])), "start": "2026-03-03T01:00Z", "end": "2026-03-03T02:30Z"}
    verdict = wb.check(wb.Claim(**fields, min_minutes=1), tracks, sensitivity=False)
    assert (verdict.answer, verdict.reason) == ("cannot tell", "too_brief")
    told = " ".join(verdict.what_would_change_it)
    found = re.search(r"longer than (\d+) (s|min)", told)
    minutes_needed = float(found.group(1)) / (60 if found.group(2) == "s" else 1)
    longer = wb.check(wb.Claim(**fields, min_minutes=minutes_needed + 0.6), tracks, sensitivity=False)
    assert (longer.answer, longer.reason) == ("contradicted", "excluded")


def test_the_speed_that_would_let_it_in(claim_at, walk) -> None:
    tracks = walk(np.arange(600, 900, 5))
    claim = claim_at(9000, 0, "12:00", "13:00")
    verdict = wb.check(claim, tracks)
    kmh = _number(r"faster than (\d+) km/h", verdict)
    assert 130 * 1.25 < kmh < 2 * 9 / (3 / 60) * 1.02
    assert kmh == pytest.approx(2 * 9 / (3 / 60), rel=0.05)


def test_the_margin_around_a_drawn_area(walk) -> None:
    import shapely

    tracks = walk(np.arange(0, 240, 10), 40.0, sigma=20, accuracy_m=60.0, accuracy_level=0.68, method="wifi")
    area = SEA.shape_to_degrees(shapely.box(-10, -10, 10, 10))
    span = {"start": "2026-03-03T01:00Z", "end": "2026-03-03T02:30Z"}
    verdict = wb.check(wb.Claim(place=area, **span), tracks)
    assert verdict.answer == "cannot tell"
    assert verdict.reason in ("too_fine", "weak")
    margin = _number(r"With (\d+) m added", verdict)
    wide = SEA.shape_to_degrees(shapely.box(-10, -10, 10, 10).buffer(margin))
    assert wb.check(wb.Claim(place=wide, **span), tracks).answer == "supported"


def test_without_the_settings_the_answer_is_the_one_as_assumed(claim_at, walk) -> None:
    tracks, claim = walk(np.arange(600, 900, 3), sigma=12, accuracy_m=30.0), claim_at(65, 0, "12:00", "13:00")
    whole = wb.check(claim, tracks)
    assert (whole.answer, whole.reason) == ("cannot tell", "sensitive")
    assert {"cannot tell", "contradicted"} <= set(whole.sensitivity["answer"])
    assert "error x 1.5" in " ".join(whole.because)
    verdict = wb.check(claim, tracks, sensitivity=False)
    assert verdict.answer == "contradicted"
    assert verdict.sensitivity["what"].tolist() == ["as assumed"]
