"""An answer can be kept: written as plain JSON, read back, drawn again from its tracks; it holds none of them."""

from __future__ import annotations

import gc
import json
import weakref

import pandas as pd
import pytest

import workbench as wb
from workbench.evidence.account import claims_of
from workbench.testing import make_fixes, make_tracks


def written_and_read(verdict: wb.Verdict) -> wb.Verdict:
    return wb.Verdict.from_dict(json.loads(json.dumps(verdict.to_dict(), allow_nan=False)))


@pytest.fixture(scope="module")
def case():
    return wb.example()


def test_all_verdicts_of_the_bundled_case_come_back(case) -> None:
    claims = claims_of(case.account)
    verdicts = wb.check_account(claims, case.tracks, sensitivity=False).verdicts
    zone = wb.Claim(place=case.zones.iloc[0], start=claims[0].start, end=claims[0].end, timezone="Europe/London", wearer="W1")
    verdicts += [wb.check(zone, case.tracks, sensitivity=False), wb.check_home(case.tracks, "W1", (1.477336, 51.6161))]
    for verdict in verdicts:
        back = written_and_read(verdict)
        assert back == verdict
        assert repr(back) == repr(verdict)
        assert vars(back).keys() <= vars(verdict).keys()
        pd.testing.assert_frame_equal(back.sensitivity, verdict.sensitivity)
        assert 0 <= verdict.coverage <= 1


def test_a_verdict_holds_no_tracks_and_is_drawn_from_them_again(claim_at, walk) -> None:
    tracks = walk(range(600, 840, 4))
    other = claim_at(900, 0, "12:00", "13:00")
    verdict = wb.check(claim_at(0, 0, "12:00", "13:00", radius_m=80), tracks, versus=other, sensitivity=False)
    drawn = verdict.draw(tracks)
    pd.testing.assert_frame_equal(verdict.paths, drawn)
    back = written_and_read(verdict)
    assert back == verdict
    pd.testing.assert_frame_equal(back.draw(tracks), drawn)
    assert back.resolve(tracks)["answer"].iloc[0] == verdict.answer
    with pytest.raises(wb.WorkbenchError, match="holds no tracks"):
        _ = back.paths
    watch = weakref.ref(tracks)
    del tracks
    gc.collect()
    assert watch() is None, "the verdict keeps the tracks"
    with pytest.raises(wb.WorkbenchError, match="holds no tracks"):
        _ = verdict.resolution


def test_rows_of_a_search_are_answers_too(case) -> None:
    matches = wb.match_crimes(case.crimes.head(2), case.tracks, decoy_days=1, progress=False)
    pairs = [(r.crime_id, r.wearer_id) for t in (matches.hits, matches.excluded, matches.unknown) for r in t.itertuples()]
    assert pairs
    for crime, wearer in pairs:
        found = matches.answer(crime, wearer)
        assert found.answer in ("hit", "excluded", "unknown")
        assert found.because[0].endswith(".")
        assert type(found).from_dict(json.loads(json.dumps(found.to_dict(), allow_nan=False))) == found
        assert found.parameters["radius_m"] == 75
    with pytest.raises(wb.InputError, match="not compared"):
        matches.answer(pairs[0][0], "nobody")


def test_a_claim_comes_back_as_it_was_typed() -> None:
    claim = wb.Claim(place=(1.2, 51.4), start="2026-03-03 21:10", end=pd.Timestamp("2026-03-03 21:40", tz="Europe/London"))
    back = wb.Claim.from_dict(json.loads(json.dumps(claim.to_dict())))
    assert vars(back) == vars(claim)
    with pytest.raises(wb.InputError):
        wb.Claim.from_dict({"place": [1, 2], "start": "x", "elsewhere": 1})
    tracks = make_tracks(make_fixes(minutes=range(0, 60, 3)))
    assert tracks.wearers == ["W1"]
